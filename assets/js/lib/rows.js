// A press anywhere on a row opens it (the link in it still works alone); check boxes drive the bulk bar.
const OWN = 'a, button, input, select, textarea, label, summary, details';

function openRow(event) {
  const row = event.target.closest('tr[data-href]');
  if (!row || event.target.closest(OWN) || String(window.getSelection())) return;
  if (event.ctrlKey || event.metaKey || event.button === 1) window.open(row.dataset.href, '_blank', 'noopener');
  else window.location.assign(row.dataset.href);
}

function syncBulk(form) {
  const boxes = [...form.querySelectorAll('.row-check')];
  const count = boxes.filter((box) => box.checked).length;
  const bar = form.querySelector('.bulk-bar');
  if (bar) {
    bar.hidden = count === 0;
    const number = bar.querySelector('[data-bulk-count]');
    if (number) number.textContent = count;
  }
  const all = form.querySelector('.row-check-all');
  if (all) {
    all.checked = count > 0 && count === boxes.length;
    all.indeterminate = count > 0 && count < boxes.length;
  }
}

export function start() {
  document.addEventListener('click', openRow);
  document.addEventListener('change', (event) => {
    const form = event.target.closest('[data-bulk]');
    if (!form) return;
    if (event.target.matches('.row-check-all')) {
      for (const box of form.querySelectorAll('.row-check')) box.checked = event.target.checked;
    }
    syncBulk(form);
  });
  for (const form of document.querySelectorAll('[data-bulk]')) syncBulk(form);
}
