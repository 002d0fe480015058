// Shows what needs a script, and says in the page when a passkey could not be read.
for (const part of document.querySelectorAll('[data-passkey]')) part.hidden = false
document.addEventListener('allauth.error', (event) => {
  event.preventDefault()
  for (const note of document.querySelectorAll('[data-passkey-trouble]')) note.hidden = false
})
