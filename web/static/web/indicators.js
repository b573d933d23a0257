// The chart of an indicator. Its figures come from the page, its colours from the style sheet;
// the table below it says the same, so nothing is lost where this does not run.
(() => {
  const place = document.querySelector("[data-chart]");
  if (!place || !window.echarts) return;
  const data = JSON.parse(document.getElementById(place.dataset.chart).textContent);

  const colours = () => {
    const style = getComputedStyle(document.documentElement);
    const of = (name) => style.getPropertyValue(name).trim();
    return { ink: of("--ink"), soft: of("--ink-soft"), line: of("--line"), paper: of("--paper"), accent: of("--accent") };
  };

  // Above the line of the plan the figure stands above its point, below it below.
  const labelled = (value, i) => {
    const below = value !== null && data.plan[i] !== null && value < data.plan[i];
    return { value, label: { position: below ? "bottom" : "top" } };
  };

  const options = () => {
    const { ink, soft, line, paper, accent } = colours();
    const fontFamily = getComputedStyle(document.body).fontFamily;
    const axis = {
      axisLine: { lineStyle: { color: line } },
      axisTick: { lineStyle: { color: line } },
      axisLabel: { color: soft, fontFamily },
      splitLine: { lineStyle: { color: line } },
    };
    return {
      animation: false,
      grid: { left: 8, right: 24, top: 36, bottom: 4, containLabel: true },
      xAxis: { type: "category", data: data.years, ...axis, splitLine: { show: false } },
      yAxis: { type: "value", scale: true, name: data.unit, nameTextStyle: { color: soft, fontFamily }, ...axis },
      series: [
        {
          type: "line", data: data.plan, connectNulls: true, symbol: "diamond", symbolSize: 8,
          lineStyle: { color: soft, type: "dashed", width: 2 },
          itemStyle: { color: paper, borderColor: soft, borderWidth: 1.5 },
        },
        {
          type: "line", data: data.actual.map(labelled), connectNulls: true, symbol: "circle", symbolSize: 9,
          lineStyle: { color: accent, width: 2.5 }, itemStyle: { color: accent },
          label: { show: true, color: ink, fontFamily, textBorderColor: paper, textBorderWidth: 3 },
        },
      ],
    };
  };

  place.parentElement.classList.add("is-drawn");
  const chart = window.echarts.init(place, null, { renderer: "canvas" });
  const draw = () => chart.setOption(options(), { notMerge: true });
  draw();
  new MutationObserver(draw).observe(document.documentElement, { attributeFilter: ["data-bs-theme"] });
  new ResizeObserver(() => chart.resize()).observe(place);
})();
