// A message in the live region under the title.
export function announce(text, tone = 'info') {
  const region = document.getElementById('messages');
  if (!region) return;
  const last = region.lastElementChild;
  if (last && last.dataset.announced === text) return;
  const notice = document.createElement('div');
  notice.className = `notice notice-${tone} fade-in`;
  notice.dataset.announced = text;
  const body = document.createElement('div');
  body.textContent = text;
  notice.append(body);
  region.append(notice);
}
