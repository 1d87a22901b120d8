// HTMX without eval and without its own inline styles, with Django's token and a word on failure.
import htmx from 'htmx.org';
import { announce } from './announce.js';

window.htmx = htmx;
Object.assign(htmx.config, {
  allowEval: false,
  allowScriptTags: false,
  includeIndicatorStyles: false,
  historyCacheSize: 0,
  refreshOnHistoryMiss: true,
  selfRequestsOnly: true,
  timeout: 20000,
});

document.addEventListener('htmx:configRequest', (event) => {
  const token = document.querySelector('input[name=csrfmiddlewaretoken]');
  if (token && event.detail.verb !== 'get') event.detail.headers['X-CSRFToken'] = token.value;
});

for (const name of ['htmx:sendError', 'htmx:timeout']) {
  document.addEventListener(name, () => announce('Mất kết nối. Nội dung chưa được gửi; hãy thử lại khi có mạng.', 'warning'));
}

document.addEventListener('htmx:responseError', (event) => {
  const { status } = event.detail.xhr;
  if (status === 401 || status === 403) announce('Phiên làm việc đã hết hoặc bạn không có quyền. Hãy tải lại trang.', 'warning');
  else announce('Hệ thống gặp lỗi khi xử lý. Hãy thử lại sau ít phút.', 'danger');
});
