// <div class="chart" data-chart="ID"> drawn from <script type="application/json" id="ID"> (json_script):
// {kind: "bar" | "bar-h" | "stack" | "line", categories: [...], series: [{name, data: [...]}], unit, links: [...]}
import { BarChart, LineChart } from 'echarts/charts';
import { AriaComponent, GridComponent, LegendComponent, TooltipComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';

use([BarChart, LineChart, AriaComponent, GridComponent, LegendComponent, TooltipComponent, SVGRenderer]);

const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
const number = new Intl.NumberFormat('vi-VN', { maximumFractionDigits: 2 });

function tokens() {
  const style = getComputedStyle(document.documentElement);
  const get = (name) => style.getPropertyValue(name).trim();
  return {
    ink: get('--body-color'),
    quiet: get('--secondary'),
    line: get('--border-color'),
    surface: get('--bg-surface'),
    palette: [1, 2, 3, 4, 5].map((index) => get(`--chart-${index}`)),
  };
}

// Over a stack stands its sum.
function totalLabel(data, colours) {
  const sum = (at) => data.series.reduce((total, one) => total + (one.data[at] || 0), 0);
  return { show: true, position: 'top', color: colours.ink, formatter: ({ dataIndex }) => number.format(sum(dataIndex)) };
}

function seriesOf(data, colours) {
  const flat = data.kind === 'bar-h';
  const stacked = data.kind === 'stack';
  const last = data.series.length - 1;
  return data.series.map((one, index) => ({
    name: one.name,
    type: data.kind === 'line' ? 'line' : 'bar',
    data: one.data,
    stack: stacked ? 'all' : undefined,
    barMaxWidth: 36,
    symbolSize: 7,
    cursor: data.links ? 'pointer' : 'default',
    itemStyle: { borderRadius: stacked && index < last ? 0 : flat ? [0, 3, 3, 0] : [3, 3, 0, 0] },
    label: stacked && index === last ? totalLabel(data, colours) : {
      show: !stacked && (data.kind !== 'line' || data.categories.length <= 8) && data.series.length <= 2,
      position: flat ? 'right' : 'top',
      color: colours.ink,
      formatter: ({ value }) => (value === null ? '' : number.format(value)),
    },
  }));
}

function optionsFor(data, width) {
  const colours = tokens();
  const fontFamily = getComputedStyle(document.body).fontFamily;
  const text = { color: colours.quiet, fontFamily, fontSize: 12 };
  const category = { type: 'category', data: data.categories, axisLabel: { ...text, interval: data.kind === 'bar-h' ? 0 : 'auto' }, axisTick: { show: false }, axisLine: { lineStyle: { color: colours.line } } };
  const value = { type: 'value', minInterval: 1, axisLabel: { ...text, hideOverlap: true, formatter: (one) => number.format(one) }, splitLine: { lineStyle: { color: colours.line } } };
  const flat = data.kind === 'bar-h';
  // Long names leave room for the bars; the tooltip and the table say them in full.
  if (flat) Object.assign(category.axisLabel, { width: Math.max(90, Math.round(width * 0.42)), overflow: 'truncate' });
  const many = data.series.length > 1;
  return {
    animation: !still,
    animationDuration: 120,
    color: colours.palette,
    textStyle: { fontFamily },
    aria: { enabled: true, label: { description: data.summary || '' } },
    grid: { left: 4, right: flat ? 36 : 8, top: many ? 40 : 20, bottom: 4, containLabel: true },
    legend: many ? { top: 0, left: 0, itemWidth: 12, itemHeight: 12, itemGap: 20, textStyle: { ...text, color: colours.ink } } : undefined,
    tooltip: {
      trigger: 'axis',
      axisPointer: { type: data.kind === 'line' ? 'line' : 'shadow' },
      backgroundColor: colours.surface,
      borderColor: colours.line,
      textStyle: { color: colours.ink, fontSize: 13 },
      renderMode: 'richText',
      valueFormatter: (one) => (one === null ? '–' : `${number.format(one)}${data.unit ? ` ${data.unit}` : ''}`),
    },
    xAxis: flat ? value : category,
    yAxis: flat ? { ...category, inverse: true } : value,
    series: seriesOf(data, colours),
  };
}

function draw(box) {
  const source = document.getElementById(box.dataset.chart);
  if (!source || box.dataset.drawn) return;
  box.dataset.drawn = '1';
  const data = JSON.parse(source.textContent);
  const chart = init(box, null, { renderer: 'svg' });
  chart.setOption(optionsFor(data, box.clientWidth));
  if (data.links) {
    chart.on('click', ({ dataIndex }) => {
      if (data.links[dataIndex]) window.location.assign(data.links[dataIndex]);
    });
  }
  new ResizeObserver(() => chart.resize()).observe(box);
  document.documentElement.addEventListener('theme:change', () => chart.setOption(optionsFor(data, box.clientWidth), true));
}

const all = (root) => root.querySelectorAll('[data-chart]').forEach(draw);
// Labels are measured, so the typeface must be there first.
document.fonts.ready.then(() => all(document));
document.addEventListener('htmx:afterSettle', (event) => all(event.target));
