// A form that saves itself: after a choice, after a box is left, and at the latest a while after typing.
// The server answers a post with the header X-Autosave in JSON: {version, saved} or {message}. What it does
// with a conflict is told, never overwritten; what is typed stays in the form and (data-keep) in this tab.
import { announce } from './announce.js';

const RETRY = 10000;
const HELD = '[data-save-state]';

export function autosave(form, { afterChoice = 1200, afterTyping = 3000 } = {}) {
  const state = form.querySelector(HELD);
  let timer = 0;
  let due = 0;
  let running = null;
  let changed = false;
  let halted = false;

  const say = (text, kind) => {
    state.textContent = text;
    state.dataset.state = kind;
  };

  // Typing goes on: the save that is due soonest stays due.
  const later = (delay, { restart = true } = {}) => {
    const when = Date.now() + delay;
    if (halted || (!restart && due && due <= when)) return;
    clearTimeout(timer);
    due = when;
    timer = setTimeout(save, delay);
  };

  const stop = () => {
    clearTimeout(timer);
    due = 0;
  };

  function askToSignIn(url) {
    say('Phiên đã hết, hãy ', 'offline');
    const link = document.createElement('a');
    link.href = url;
    link.textContent = 'đăng nhập lại';
    // The typed text lies in this tab (lib/drafts.js) and is offered after the sign-in: no question on leaving.
    link.addEventListener('click', () => {
      form.dataset.sending = '1';
    });
    state.append(link);
    announce('Phiên làm việc đã hết nên nội dung mới chưa được lưu. Nội dung bạn nhập được giữ lại; hãy đăng nhập lại để lưu tiếp.', 'warning');
  }

  function refused(answer, body) {
    changed = true;
    // 422: a box holds what cannot be read; it is tried again after the next change.
    halted = answer.status !== 422;
    say(halted ? 'Chưa lưu' : 'Chưa lưu – có ô chưa đúng', 'offline');
    announce(body.message, 'warning');
  }

  async function send() {
    changed = false;
    say('Đang lưu…', 'saving');
    let answer;
    try {
      answer = await fetch(form.action || location.href, {
        method: 'POST',
        body: new FormData(form),
        headers: { 'X-Autosave': '1' },
        credentials: 'same-origin',
      });
    } catch {
      changed = true;
      say('Chưa lưu – mất kết nối', 'offline');
      later(RETRY);
      return;
    }
    const isAnswer = !answer.redirected && (answer.headers.get('Content-Type') || '').includes('application/json');
    if (!isAnswer) {
      halted = changed = true;
      if (answer.redirected) askToSignIn(answer.url);
      else say('Chưa lưu – hãy tải lại trang', 'offline');
      return;
    }
    const body = await answer.json();
    if (!answer.ok) {
      refused(answer, body);
      return;
    }
    form.elements.version.value = body.version;
    say(`Đã lưu lúc ${body.saved}`, 'saved');
    if (changed) later(afterChoice);
    else form.dispatchEvent(new CustomEvent('draft:saved', { bubbles: true }));
  }

  function save() {
    stop();
    if (running) return;
    running = send().finally(() => {
      running = null;
    });
  }

  const onChange = (event) => {
    const typing = event.type === 'input';
    changed = true;
    if (!halted) say('Chưa lưu', 'changed');
    later(typing ? afterTyping : afterChoice, { restart: !typing });
  };
  form.addEventListener('change', onChange);
  form.addEventListener('input', (event) => {
    if (event.target.matches('textarea, input:not([type=radio], [type=checkbox], [type=hidden])')) onChange(event);
  });
  // A press on a button waits for the save under way, or the two would meet as two windows do.
  form.addEventListener(
    'submit',
    (event) => {
      stop();
      if (!running) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      const { submitter } = event;
      running.then(() => {
        stop();
        form.requestSubmit(submitter);
      });
    },
    { capture: true },
  );
}

// A page that came back with a refusal or a conflict is saved by hand: a press there decides knowingly.
export function startAutosave(form, options) {
  const state = form.querySelector(HELD);
  if (!state) return;
  if (document.querySelector('[data-error-summary]')) {
    state.textContent = 'Chưa lưu – bấm “Lưu nháp” để lưu';
    state.dataset.state = 'offline';
    return;
  }
  autosave(form, options);
}
