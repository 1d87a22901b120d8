// What every page has. A page's own script is assets/js/<page>.js, loaded in the block `scripts`.
import './lib/requests.js';
import { start as startMenus } from './lib/menus.js';
import { start as startTheme } from './lib/theme_switch.js';
import { start as startKeys } from './lib/keys.js';
import { start as startErrors } from './lib/errors.js';
import { start as startRows } from './lib/rows.js';
import { start as startConfirm } from './lib/confirm.js';
import { start as startDrafts } from './lib/drafts.js';
import { start as startForms } from './lib/forms.js';
import { start as startCopying } from './lib/copying.js';

for (const start of [
  startMenus,
  startTheme,
  startKeys,
  startErrors,
  startRows,
  startConfirm,
  startForms,
  startDrafts,
  startCopying,
]) {
  start();
}
