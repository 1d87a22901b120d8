// The scoring screen: totals and marks follow every choice, and the sheet saves itself.
// The server says the same when the page is opened; without a script the save buttons do it all.
import { announce } from './lib/announce.js';

const AFTER_CHOICE = 1200;
const AFTER_TYPING = 3000;
const RETRY = 10000;

const hundredths = (text) => Math.round(Number(text) * 100);
const shown = (value) => String(value / 100).replace('.', ',');
const pairs = (text) => (text || '').trim().split(/\s+/).filter(Boolean).map((pair) => pair.split(':'));

function read(form) {
  return [...form.querySelectorAll('[data-criterion]')].map((box) => {
    const chosen = box.querySelector('input[type=radio]:checked');
    return {
      code: box.dataset.criterion,
      part: box.dataset.part,
      points: chosen ? hundredths(chosen.dataset.points) : null,
      marks: pairs(box.dataset.marks).map(([star, points]) => [Number(star), hundredths(points)]),
    };
  });
}

function starOf(total, line) {
  const earned = pairs(line.dataset.bands).filter(([, lowest]) => total >= hundredths(lowest));
  return Math.max(1, ...earned.map(([star]) => Number(star)));
}

function drawMissed(line, criteria, star) {
  const missed = criteria.flatMap((one) =>
    one.points === null ? [] : one.marks.filter(([mark, least]) => mark <= star && one.points < least).map(([mark]) => [one.code, mark]),
  );
  const box = line.querySelector('[data-missed]');
  const list = line.querySelector('[data-missed-list]');
  box.hidden = missed.length === 0;
  if (!missed.length) return;
  const within = Math.min(star, ...missed.map(([, mark]) => mark - 1));
  line.querySelector('[data-missed-text]').textContent =
    `Điểm đạt ${star}★ nhưng chỉ xếp được ${within}★ vì dưới mức tối thiểu: `;
  list.replaceChildren(
    ...missed.flatMap(([code, mark]) => {
      const link = document.createElement('a');
      link.href = `#c-${code}`;
      link.textContent = `${code} (${mark}★)`;
      return [link, ' '];
    }),
  );
}

function draw(form, line) {
  const criteria = read(form);
  const filled = criteria.filter((one) => one.points !== null);
  const total = filled.reduce((sum, one) => sum + one.points, 0);
  const star = starOf(total, line);
  line.querySelector('[data-total]').textContent = shown(total);
  line.querySelector('[data-star]').textContent = star >= 3 ? `${star}★` : 'Dưới 3★';
  line.querySelector('[data-fill]').setAttribute('width', `${total / 100}%`);
  line.querySelector('[data-bar]').setAttribute('aria-label', `Thanh điểm: ${shown(total)} trên 100`);
  for (const part of line.querySelectorAll('[data-part-total]')) {
    const own = filled.filter((one) => one.part === part.dataset.partTotal);
    part.textContent = shown(own.reduce((sum, one) => sum + one.points, 0));
  }
  form.querySelector('[data-filled]').textContent = filled.length;
  const done = new Set(filled.map((one) => one.code));
  for (const link of document.querySelectorAll('[data-index]')) {
    link.classList.toggle('is-filled', done.has(link.dataset.index));
  }
  drawMissed(line, criteria, star);
}

function selfSaving(form) {
  const state = form.querySelector('[data-save-state]');
  let timer = 0;
  let running = null;
  let changed = false;
  let halted = false;

  const say = (text, kind) => {
    state.textContent = text;
    state.dataset.state = kind;
  };

  const later = (delay) => {
    clearTimeout(timer);
    if (!halted) timer = setTimeout(save, delay);
  };

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
      say('Chưa lưu – hãy tải lại trang và đăng nhập', 'offline');
      return;
    }
    const body = await answer.json();
    if (!answer.ok) {
      halted = changed = true;
      say('Chưa lưu', 'offline');
      announce(body.message, 'warning');
      return;
    }
    form.elements.version.value = body.version;
    say(`Đã lưu lúc ${body.saved}`, 'saved');
    if (changed) later(AFTER_CHOICE);
    else form.dispatchEvent(new CustomEvent('draft:saved', { bubbles: true }));
  }

  function save() {
    clearTimeout(timer);
    if (running) return;
    running = send().finally(() => {
      running = null;
    });
  }

  const onChange = (event) => {
    changed = true;
    if (!halted) say('Chưa lưu', 'changed');
    later(event.target.type === 'radio' ? AFTER_CHOICE : AFTER_TYPING);
  };
  form.addEventListener('change', onChange);
  form.addEventListener('input', (event) => {
    if (event.target.matches('textarea')) onChange(event);
  });
  // A press on a button waits for the save under way, or the two would meet as two windows do.
  form.addEventListener(
    'submit',
    (event) => {
      clearTimeout(timer);
      if (!running) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      const { submitter } = event;
      running.then(() => {
        clearTimeout(timer);
        form.requestSubmit(submitter);
      });
    },
    { capture: true },
  );
}

const form = document.querySelector('form[data-scoring]');
const line = document.querySelector('[data-score-line]');
if (form && line) {
  if (window.matchMedia('(width < 992px)').matches) {
    for (const block of document.querySelectorAll('.scoring-aside details')) block.open = false;
  }
  form.addEventListener('change', () => draw(form, line));
  draw(form, line);
  selfSaving(form);
}
