// <form data-keep>: leaving with unsent text asks; what was typed is kept in this tab, by address and
// form, and offered again after a lost connection or a new sign-in. The copy goes when the sending was
// answered by a redirect or a message of success, or when the person turns it down.
const PREFIX = 'unsent:';
const SENT = 'unsent-sent';
const SKIP = new Set(['csrfmiddlewaretoken']);

const keyOf = (form) => `${PREFIX}${location.pathname}#${form.id || form.getAttribute('action') || ''}`;

// The version goes along: what is brought back later does not pass for newer than it is.
const VERSION = 'version';

function fieldsOf(form) {
  return [...form.elements].filter(
    (field) =>
      field.name &&
      !SKIP.has(field.name) &&
      (field.name === VERSION || !['password', 'file', 'submit', 'button', 'hidden'].includes(field.type)),
  );
}

const typedOf = (text) => JSON.stringify(JSON.parse(text).filter(([name]) => name !== VERSION));

function snapshot(form) {
  return fieldsOf(form).map((field) => {
    if (field.type === 'checkbox' || field.type === 'radio') return [field.name, field.value, field.checked];
    if (field.multiple) return [field.name, null, [...field.selectedOptions].map((option) => option.value)];
    return [field.name, null, field.value];
  });
}

function write(form, values) {
  const fields = fieldsOf(form);
  values.forEach(([name, value, state], index) => {
    const field = fields[index] && fields[index].name === name ? fields[index] : fields.find((one) => one.name === name && (value === null || one.value === value));
    if (!field) return;
    if (field.type === 'checkbox' || field.type === 'radio') field.checked = state;
    else if (field.multiple) for (const option of field.options) option.selected = state.includes(option.value);
    else field.value = state;
    if (field.tomselect) field.tomselect.sync();
    field.dispatchEvent(new Event('input', { bubbles: true }));
    field.dispatchEvent(new Event('change', { bubbles: true }));
  });
}

function offer(form, values) {
  const notice = document.createElement('div');
  notice.className = 'notice notice-warning';
  notice.setAttribute('role', 'status');
  const body = document.createElement('div');
  const text = document.createElement('p');
  text.textContent = 'Lần trước có nội dung đã nhập nhưng chưa gửi được. Trình duyệt này còn giữ bản đó.';
  const actions = document.createElement('div');
  actions.className = 'cluster';
  for (const [label, act] of [
    ['Khôi phục nội dung', () => { write(form, values); notice.remove(); }],
    ['Bỏ bản đó', () => { sessionStorage.removeItem(keyOf(form)); notice.remove(); }],
  ]) {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'btn btn-sm';
    button.textContent = label;
    button.addEventListener('click', act);
    actions.append(button);
  }
  body.append(text, actions);
  notice.append(body);
  form.prepend(notice);
}

function settleLastSending() {
  const sent = sessionStorage.getItem(SENT);
  if (!sent) return;
  sessionStorage.removeItem(SENT);
  // On the sign-in page, after a lost connection or a refusal the copy stays.
  const [navigation] = performance.getEntriesByType('navigation');
  const answered = (navigation && navigation.redirectCount > 0) || document.querySelector('#messages .notice-success');
  const inFrame = document.body.dataset.page === 'frame';
  if (inFrame && answered && !document.querySelector('[data-error-summary]')) sessionStorage.removeItem(sent);
}

function keep(form) {
  const key = keyOf(form);
  const first = JSON.stringify(snapshot(form));
  // data-unsaved: the server shows what was typed again without an error, for example with one more row.
  const faulty = form.hasAttribute('data-unsaved') || form.querySelector('[data-error-summary]') || document.querySelector('[data-error-summary]');
  const saved = sessionStorage.getItem(key);
  if (saved && typedOf(saved) !== typedOf(first) && !faulty) offer(form, JSON.parse(saved));
  let dirty = Boolean(faulty);
  let timer = 0;
  const store = () => {
    const now = JSON.stringify(snapshot(form));
    dirty = now !== first || Boolean(faulty);
    if (now !== first) sessionStorage.setItem(key, now);
    else if (!faulty && sessionStorage.getItem(key) && dirty) sessionStorage.removeItem(key);
  };
  const later = () => {
    dirty = true;
    clearTimeout(timer);
    timer = setTimeout(store, 400);
  };
  form.addEventListener('input', later);
  form.addEventListener('change', later);
  form.addEventListener('submit', (event) => {
    if (event.defaultPrevented) return;
    clearTimeout(timer);
    store();
    dirty = false;
    sessionStorage.setItem(SENT, key);
  });
  form.addEventListener('draft:saved', () => {
    dirty = false;
    sessionStorage.removeItem(key);
  });
  window.addEventListener('beforeunload', (event) => {
    if (dirty && !form.dataset.sending) event.preventDefault();
  });
}

export function start() {
  try {
    settleLastSending();
    for (const form of document.querySelectorAll('form[data-keep]')) keep(form);
  } catch {
    // No storage in this browser: forms work all the same.
  }
}
