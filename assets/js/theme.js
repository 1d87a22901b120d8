// Runs before the page is drawn: colour theme and the mark that scripts run.
const root = document.documentElement;
root.classList.add('has-js');

function stored() {
  try {
    return localStorage.getItem('theme');
  } catch {
    return null;
  }
}

function apply() {
  const choice = stored();
  const dark = choice === 'dark' || (choice !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  root.dataset.bsTheme = dark ? 'dark' : 'light';
  root.dispatchEvent(new CustomEvent('theme:change'));
}

apply();
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', apply);
root.addEventListener('theme:apply', apply);
