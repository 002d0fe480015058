// Boxes: one that chooses all, and how many are chosen. A list whose work has ended is shown as it now stands.
for (const all of document.querySelectorAll('input[data-all]')) {
  const boxes = () => [...all.form.querySelectorAll(`input[type=checkbox][name="${all.dataset.all}"]`)]
  const told = all.form.querySelector(`[data-chosen="${all.dataset.all}"]`)
  const words = told?.textContent
  const count = () => {
    const chosen = boxes().filter((box) => box.checked).length
    all.checked = chosen > 0 && chosen === boxes().length
    if (told) told.textContent = chosen ? `${words}: ${chosen}` : words
  }
  all.hidden = false
  all.addEventListener('change', () => { for (const box of boxes()) box.checked = all.checked; count() })
  all.form.addEventListener('change', count)
  count()
}

async function renew (seconds) {
  try {
    const answer = await fetch(location.href, { headers: { Accept: 'text/html' } })
    if (answer.ok) {
      const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html').getElementById('kemajuan')
      if (!fresh) return location.reload()
      document.getElementById('kemajuan').replaceWith(fresh)
      if (!fresh.dataset.refresh) return fresh.setAttribute('role', 'status')
    }
  } catch {
    // The connection is gone for now: the next turn tries again.
  }
  setTimeout(() => renew(seconds), seconds * 1000)
}

const seconds = Number(document.getElementById('kemajuan')?.dataset.refresh)
if (seconds > 0) setTimeout(() => renew(seconds), seconds * 1000)
