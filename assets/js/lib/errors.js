// Focus goes to the error summary; its links put the cursor in the field, opening what hides it.
function showField(field) {
  for (let parent = field.parentElement; parent; parent = parent.parentElement) {
    if (parent.tagName === 'DETAILS') parent.open = true;
  }
  const target = field.tomselect ? field.tomselect.control_input : field;
  const label = document.querySelector(`label[for="${CSS.escape(field.id)}"]`);
  (label || field).scrollIntoView({ block: 'center' });
  target.focus({ preventScroll: true });
}

function wire(root) {
  const summary = root.querySelector('[data-error-summary]');
  if (!summary) return;
  summary.focus();
  if (!document.title.startsWith('Lỗi: ')) document.title = `Lỗi: ${document.title}`;
  summary.addEventListener('click', (event) => {
    const link = event.target.closest('a[href^="#"]');
    const field = link && document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (!field) return;
    event.preventDefault();
    const first = field.matches('input, select, textarea') ? field : field.querySelector('input, select, textarea');
    showField(first || field);
  });
}

export function start() {
  wire(document);
  document.addEventListener('htmx:afterSettle', (event) => wire(event.target));
}
