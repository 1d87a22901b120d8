// <section data-formset="prefix">: the button adds an empty row at once; without a script the server does.
import { announce } from './lib/announce.js';

function add(section) {
  const total = section.querySelector(`input[name="${section.dataset.formset}-TOTAL_FORMS"]`);
  const most = section.querySelector(`input[name="${section.dataset.formset}-MAX_NUM_FORMS"]`);
  const index = Number(total.value);
  if (index >= Number(most.value)) {
    announce(`Chỉ ghi được ${most.value} dòng.`, 'warning');
    return;
  }
  const row = section.querySelector('[data-formset-empty]').content.cloneNode(true);
  for (const node of row.querySelectorAll('*')) {
    for (const attribute of [...node.attributes]) {
      if (attribute.value.includes('__prefix__')) node.setAttribute(attribute.name, attribute.value.replaceAll('__prefix__', index));
    }
  }
  const rows = section.querySelector('[data-formset-rows]');
  rows.append(row);
  total.value = index + 1;
  rows.lastElementChild.querySelector('select, input:not([type=hidden])').focus();
}

// A row that holds nothing counts for nothing: emptying and hiding it is enough.
function drop(row) {
  for (const field of row.querySelectorAll('input, select, textarea')) {
    field.value = '';
    if (field.tomselect) field.tomselect.sync();
  }
  row.hidden = true;
  row.dispatchEvent(new Event('input', { bubbles: true }));
}

document.addEventListener('click', (event) => {
  const unwanted = event.target.closest('[data-formset-drop]');
  if (unwanted) drop(unwanted.closest('[data-formset-row]'));
  const button = event.target.closest('[data-formset-add]');
  if (!button) return;
  event.preventDefault();
  add(button.closest('[data-formset]'));
});
