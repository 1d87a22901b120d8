// Menus are <details>; a script only adds: one open at a time, closed by Escape and by a press elsewhere.
const OPEN = 'details.menu[open], details.side-menu[open]';

export function start() {
  document.addEventListener('click', (event) => {
    for (const menu of document.querySelectorAll(OPEN)) {
      if (!menu.contains(event.target)) menu.open = false;
    }
  });
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    for (const menu of document.querySelectorAll(OPEN)) {
      menu.open = false;
      if (menu.contains(document.activeElement)) menu.querySelector('summary').focus();
    }
  });
}
