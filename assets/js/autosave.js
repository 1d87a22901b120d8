// Sections of a dossier save themselves: <form data-autosave> with a version field and [data-save-state].
import { startAutosave } from './lib/autosave.js';

for (const form of document.querySelectorAll('form[data-autosave]')) startAutosave(form, { afterTyping: 20000 });
