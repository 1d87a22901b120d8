// <select data-search>: a list that can be typed into, without regard to marks.
import TomSelect from 'tom-select/base';

function plain(text) {
  return text.normalize('NFD').replace(/[\u0300-\u036f]/g, '').replace(/đ/g, 'd').replace(/Đ/g, 'D').toLowerCase();
}

function enhance(select) {
  if (select.tomselect || select.disabled) return;
  for (const option of select.options) option.dataset.plain = plain(option.text);
  const list = new TomSelect(select, {
    searchField: ['text', 'plain'],
    allowEmptyOption: true,
    maxOptions: 400,
    refreshThrottle: 0,
    maxItems: select.multiple ? null : 1,
    placeholder: select.dataset.placeholder || 'Gõ để tìm…',
    render: { no_results: () => '<div class="no-results">Không có mục nào khớp. Hãy gõ ngắn hơn.</div>' },
  });
  select.setAttribute('aria-hidden', 'true');
  if (select.getAttribute('aria-describedby')) list.control_input.setAttribute('aria-describedby', select.getAttribute('aria-describedby'));
}

const all = (root) => root.querySelectorAll('select[data-search]').forEach(enhance);
all(document);
document.addEventListener('htmx:afterSettle', (event) => all(event.target));
