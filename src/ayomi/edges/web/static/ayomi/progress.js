// Renews the part of a page that carries data-refresh="seconds" from the page's own address, until it no longer asks.
// A part that asks no more is final: its last words are announced, and the rest of the page is left alone.
for (const part of document.querySelectorAll('[data-refresh][id]')) watch(part.id)

function watch (id) {
  const seconds = Number(document.getElementById(id)?.dataset.refresh)
  if (seconds > 0) setTimeout(() => renew(id), seconds * 1000)
}

async function renew (id) {
  try {
    const answer = await fetch(location.href, { headers: { Accept: 'text/html' } })
    if (answer.ok) {
      const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html').getElementById(id)
      if (fresh) {
        if (!fresh.dataset.refresh) fresh.setAttribute('role', 'status')
        document.getElementById(id).replaceWith(fresh)
      }
    }
  } catch {
    // The connection is gone for now: the next turn tries again.
  }
  watch(id)
}
