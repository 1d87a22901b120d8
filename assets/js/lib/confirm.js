// A final act restates what will happen. <button data-confirm="…" data-confirm-title="…">; without a
// script the server asks on a page of its own, or acts.
function dialogFor(button) {
  const dialog = document.createElement('dialog');
  dialog.className = 'ask';
  const title = document.createElement('h2');
  title.id = 'ask-title';
  title.textContent = button.dataset.confirmTitle || button.textContent.trim();
  dialog.setAttribute('aria-labelledby', title.id);
  const text = document.createElement('p');
  text.textContent = button.dataset.confirm;
  const actions = document.createElement('div');
  actions.className = 'dialog-actions';
  const cancel = document.createElement('button');
  cancel.type = 'button';
  cancel.className = 'btn';
  cancel.textContent = 'Quay lại';
  const accept = document.createElement('button');
  accept.type = 'button';
  accept.className = button.classList.contains('btn-danger') ? 'btn btn-danger' : 'btn btn-primary';
  accept.textContent = button.dataset.confirmAccept || button.textContent.trim();
  actions.append(cancel, accept);
  dialog.append(title, text, actions);
  document.body.append(dialog);
  cancel.addEventListener('click', () => dialog.close());
  dialog.addEventListener('close', () => dialog.remove());
  return { dialog, accept };
}

export function start() {
  document.addEventListener(
    'click',
    (event) => {
      const button = event.target.closest('[data-confirm]');
      if (!button || button.dataset.confirmed) return;
      if (button.form && !button.formNoValidate && !button.form.noValidate && !button.form.reportValidity()) {
        event.preventDefault();
        return;
      }
      event.preventDefault();
      event.stopImmediatePropagation();
      const { dialog, accept } = dialogFor(button);
      accept.addEventListener('click', () => {
        dialog.close();
        button.dataset.confirmed = '1';
        button.click();
        delete button.dataset.confirmed;
      });
      dialog.showModal();
    },
    true,
  );
}
