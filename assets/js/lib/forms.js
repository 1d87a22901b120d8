// Comfort in forms: text areas grow, a second press does not send twice, the counter of long text.
function grow(area) {
  if (CSS.supports('field-sizing', 'content')) return;
  area.rows = Math.min(20, Math.max(Number(area.dataset.rows || area.rows), area.value.split('\n').length + 1));
}

export function start() {
  document.addEventListener('input', (event) => {
    if (event.target.matches('textarea')) grow(event.target);
  });
  for (const area of document.querySelectorAll('textarea')) {
    area.dataset.rows = area.rows;
    grow(area);
  }
  document.addEventListener('submit', (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== 'post' || form.hasAttribute('data-repeatable')) return;
    if (form.dataset.sending) {
      event.preventDefault();
      return;
    }
    form.dataset.sending = '1';
    form.setAttribute('aria-busy', 'true');
  });
  // A page taken back from the browser's cache may be sent again.
  window.addEventListener('pageshow', () => {
    for (const form of document.querySelectorAll('form[data-sending]')) {
      delete form.dataset.sending;
      form.removeAttribute('aria-busy');
    }
  });
  for (const select of document.querySelectorAll('select[data-submit]')) {
    select.addEventListener('change', () => select.form.requestSubmit());
  }
}
