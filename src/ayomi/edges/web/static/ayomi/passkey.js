// Shows what needs a script, and says in the page when a passkey could not be read.
// A passkey belongs to a name: at a bare address such as 127.0.0.1 no browser makes or reads one.
const named = !/^[\d.]+$|:/.test(location.hostname)
for (const part of document.querySelectorAll('[data-passkey]')) part.hidden = !named
for (const note of document.querySelectorAll('[data-passkey-nameless]')) note.hidden = named
document.addEventListener('allauth.error', (event) => {
  event.preventDefault()
  for (const note of document.querySelectorAll('[data-passkey-trouble]')) note.hidden = false
})
