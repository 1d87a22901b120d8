// "/" goes to the search box; Ctrl+Enter presses the form's main button marked data-ctrl-enter.
export function start() {
  document.addEventListener('keydown', (event) => {
    const typing = event.target.closest('input, textarea, select, [contenteditable]');
    if (event.key === '/' && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      const box = document.getElementById('site-search') || document.querySelector('input[type=search]');
      if (!box) return;
      event.preventDefault();
      box.focus();
      box.select();
    }
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      const form = event.target.closest('form') || document;
      const button = form.querySelector('[data-ctrl-enter]');
      if (!button) return;
      event.preventDefault();
      button.click();
    }
  });
}
