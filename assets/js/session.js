// The attendance of a session: counts who is there and says whether they are enough, as evaluations/quorum.py does.
const sum = document.querySelector('[data-quorum]');

function words(present, seats) {
  const { percent, needsChair } = sum.dataset;
  const needed = Number(percent) ? Math.max(Math.ceil((seats * Number(percent)) / 100), 1) : 0;
  const chair = document.querySelector('[data-attendance][data-chair] input[value=present]:checked');
  const parts = [`Có mặt ${present}/${seats}, cần ${needed}`];
  if (needsChair) parts.push(chair ? 'có chủ tịch' : 'vắng chủ tịch');
  const met = present >= needed && (chair || !needsChair);
  return [`${parts.join(' · ')}: ${met ? 'đủ số thành viên' : 'chưa đủ số thành viên'}`, met];
}

function show() {
  const rows = [...document.querySelectorAll('[data-attendance]')];
  // A seat that joined later and is left out has the empty choice: it was no seat of that day.
  const answered = rows.map((row) => row.querySelector('input[type=radio]:checked')?.value ?? null);
  const seats = answered.filter((value) => value !== '').length;
  const [text, met] = words(answered.filter((value) => value === 'present').length, seats);
  sum.textContent = text;
  sum.className = `chip ${met ? 'chip-success' : 'chip-warning'}`;
}

if (sum) {
  document.addEventListener('change', show);
  show();
}
