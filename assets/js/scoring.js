// The scoring screen: totals and marks follow every choice, and the sheet saves itself.
// The server says the same when the page is opened; without a script the save buttons do it all.
import { startAutosave } from './lib/autosave.js';

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

const form = document.querySelector('form[data-scoring]');
const line = document.querySelector('[data-score-line]');
if (form && line) {
  if (window.matchMedia('(width < 992px)').matches) {
    for (const block of document.querySelectorAll('.scoring-aside details')) block.open = false;
  }
  form.addEventListener('change', () => draw(form, line));
  draw(form, line);
  startAutosave(form);
}
