"""What keeps a reader without a mouse, with weak eyes or with a screen reader from a page?"""

CONTROLS = """() => {
  const seen = element => element.checkVisibility({opacityProperty: true, visibilityProperty: true})
    && element.getBoundingClientRect().width > 1;
  const spoken = element => {
    const copy = element.cloneNode(true);
    copy.querySelectorAll('[aria-hidden=true]').forEach(icon => icon.remove());
    return copy.textContent.trim();
  };
  const name = element => element.getAttribute('aria-label')
    || (element.getAttribute('aria-labelledby') || '').split(' ').map(
      id => document.getElementById(id)?.textContent || '').join(' ').trim()
    || [...element.labels || []].map(spoken).join(' ') || spoken(element) || element.title;
  const target = element => {
    const boxes = [element, ...element.labels || [], element.closest(
      '[data-testid=stSlider], [data-baseweb=input], [data-testid=stMultiSelectTagsContainer]')]
      .filter(Boolean).map(one => one.getBoundingClientRect());
    return [Math.max(...boxes.map(box => box.width)), Math.max(...boxes.map(box => box.height))];
  };
  const inline = element => element.matches('a') && element.closest('p, figcaption, li');
  return [...document.querySelectorAll(
    'button, a[href], input, textarea, summary, [role=slider], [role=tab], [role=button]'
  )].filter(seen).filter(element => element.type !== 'file').map(element => {
    const [width, height] = target(element);
    return {name: name(element), role: element.getAttribute('role') || element.tagName,
            small: (width < 24 || height < 24) && !(inline(element) && !element.closest(
              '[data-testid=stPageLink]'))};
  });
}"""
"""Every control that is seen: its name, and whether it is too small a target.

A link in a sentence may be as low as its line, and a box that belongs to a label is as large as
the label.
"""

PALE = """() => {
  const parse = colour => {
    const [r, g, b, a = 1] = colour.match(/[\\d.]+/g).map(Number);
    return colour.startsWith('color(srgb') ? [255 * r, 255 * g, 255 * b, a] : [r, g, b, a];
  };
  const over = ([r, g, b, a], below) => [r, g, b].map((c, i) => a * c + (1 - a) * below[i]);
  const ancestors = element => element ? [...ancestors(element.parentElement), element] : [];
  const light = colour => {
    const [r, g, b] = colour.map(c => c / 255).map(
      c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const under = (label, figure, page) => {
    const box = label.getBoundingClientRect();
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    const cells = [...figure.querySelectorAll('.point path, .bg')].filter(mark => {
      const its = mark.getBoundingClientRect();
      return its.left <= x && x <= its.right && its.top <= y && y <= its.bottom;
    });
    return cells.reduce((below, mark) => {
      const [style, layer] = [getComputedStyle(mark), getComputedStyle(mark.closest('g'))];
      const hatched = style.fill.match(/url\\("?(#[^")]+)/); // on what lies under the lines
      const ground = hatched ? document.querySelector(`${hatched[1]} rect`) : mark;
      const fill = ground ? getComputedStyle(ground).fill : '';
      if (!fill.startsWith('rgb')) return below;
      const [r, g, b, a] = parse(fill);
      return over([r, g, b, a * style.fillOpacity * style.opacity * layer.opacity], below);
    }, page);
  };
  const found = new Map();
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const element = texts.currentNode.parentElement;
    const words = texts.currentNode.data.trim();
    if (!/[\\p{L}\\p{N}]/u.test(words) || !element.getBoundingClientRect().width) continue;
    if (!element.checkVisibility({visibilityProperty: true}) || element.closest(
      'script, style, noscript, [aria-hidden=true], :disabled, [aria-disabled=true]')) continue;
    const style = getComputedStyle(element);
    let [below, opacity] = [[255, 255, 255], 1];
    for (const one of ancestors(element)) {
      const its = getComputedStyle(one);
      const thumb = one.querySelector(':scope > [data-testid=stSliderThumbValue]');
      if (!thumb) below = over(parse(its.backgroundColor), below); // its value stands beside it
      opacity *= Number(its.opacity);
    }
    if (opacity < 0.05 || parse(style.color)[3] < 0.05) continue;
    const figure = element.closest('svg');
    if (figure) below = under(element, figure, below);
    const [r, g, b, own] = parse(figure ? style.fill : style.color);
    const a = own * (figure ? Number(style.fillOpacity) : 1);
    if (a < 0.05) continue;
    const [ink, paper] = [light(over([r, g, b, a * opacity], below)), light(below)];
    const contrast = (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05);
    if (contrast < 4.5) found.set(words.slice(0, 60), contrast.toFixed(2));
  }
  return [...found];
}"""
"""Words that are seen and stand out from what is behind them by less than 4.5 to 1.

What is behind a label in a figure is the page, or the bar or cell that it is in.
"""

SHELL = """() => {
  const box = selector => document.querySelector(selector).getBoundingClientRect();
  const current = [...document.querySelectorAll('[role=navigation] [aria-current=page]')];
  return {
    title: document.title,
    current: current.map(link => link.textContent.trim()),
    landmark: document.querySelector('[role=navigation]')?.getAttribute('aria-label'),
    headline: box('[data-testid=stMain] h2').top,
    foot: box('.st-key-foot').bottom,
    undo: box('.st-key-undo').top,
  };
}"""
"""The title of the page, its navigation, and where its headline and the foot of the panel are."""


def same_names(page):
    """Names that more than one control of the page has, and controls without one."""
    names = [(one["role"], one["name"]) for one in page.evaluate(CONTROLS)]
    return sorted({name for name in names if names.count(name) > 1 or not name[1]})


def small_targets(page):
    """Controls that are less than 24 pixels wide or high."""
    return [(one["role"], one["name"]) for one in page.evaluate(CONTROLS) if one["small"]]


def pale_words(page):
    """Words with too little contrast, each with its contrast."""
    return page.evaluate(PALE)
