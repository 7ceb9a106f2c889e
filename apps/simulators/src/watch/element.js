/**
 * An element with properties and children. Text goes in as text: what the simulators were sent is never markup here.
 * `key` marks what gets the focus back after its panel was drawn again, `card` where it goes when that is gone; `on…` are listeners.
 */
export function element(tag, properties = {}, ...children) {
  const node = document.createElement(tag)
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue
    if (name.startsWith('on')) node.addEventListener(name.slice(2), value)
    else if (name === 'key' || name === 'card') node.dataset[name] = value
    else node.setAttribute(name, value === true ? '' : value)
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false))
  return node
}

/** A button that does something at a simulator, and cannot be pressed twice meanwhile. */
export function button(label, key, act, look = '') {
  const node = element('button', { type: 'button', key, class: look }, label)
  node.addEventListener('click', async () => {
    // Not disabled: that would take the focus away.
    if (node.ariaBusy === 'true') return
    node.ariaBusy = 'true'
    await act()
    node.ariaBusy = 'false'
  })
  return node
}

export function badge(word, tone = '') {
  return element('span', { class: `badge ${tone}` }, String(word).replaceAll('_', ' '))
}

export function time(at) {
  const date = new Date(at)
  return element(
    'time',
    { datetime: date.toISOString(), title: date.toLocaleString() },
    date.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' }),
  )
}

export function empty(words) {
  return element('p', { class: 'empty' }, words)
}
