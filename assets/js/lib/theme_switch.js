// The three buttons light / dark / as the device, kept in this browser.
export function start() {
  const buttons = [...document.querySelectorAll('[data-theme-choice]')];
  const mark = () => {
    const choice = localStorage.getItem('theme') || 'auto';
    for (const button of buttons) button.setAttribute('aria-pressed', String(button.dataset.themeChoice === choice));
  };
  for (const button of buttons) {
    button.addEventListener('click', () => {
      if (button.dataset.themeChoice === 'auto') localStorage.removeItem('theme');
      else localStorage.setItem('theme', button.dataset.themeChoice);
      document.documentElement.dispatchEvent(new CustomEvent('theme:apply'));
      mark();
    });
  }
  if (buttons.length) mark();
}
