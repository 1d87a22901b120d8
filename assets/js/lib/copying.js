// A button that copies the text of a box: <button data-copy="id">; a box that is chosen whole: data-select-on-focus.
import { announce } from './announce.js';

export function start() {
  document.addEventListener('focusin', (event) => {
    if (event.target.matches?.('[data-select-on-focus]')) event.target.select();
  });
  document.addEventListener('click', async (event) => {
    const button = event.target.closest?.('[data-copy]');
    const box = button && document.getElementById(button.dataset.copy);
    if (!box) return;
    box.focus();
    box.select();
    try {
      await navigator.clipboard.writeText(box.value);
      announce('Đã chép. Mở Zalo hoặc e-Office rồi dán.', 'success');
    } catch {
      announce('Trình duyệt không cho chép. Đã chọn sẵn nội dung: bấm Ctrl+C để chép.', 'warning');
    }
  });
}
