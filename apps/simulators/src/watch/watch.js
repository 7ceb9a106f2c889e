import { button, element, time } from './element.js'
import { PANELS, SHOWN_MAX } from './panels.js'

const POLL_MS = 5000
/** A busy system has hundreds of requests a second; the page looks after the first of them. */
const LOOK_AFTER_MS = 250
const LOG_SHOWN_MAX = 40
const FAULTS = [
  ['500', { kind: 'status', status: 500 }],
  ['503 page', { kind: 'status', status: 503 }],
  ['Rate limit', { kind: 'status', status: 429 }],
  ['No answer', { kind: 'hang' }],
  ['Reset', { kind: 'reset' }],
  ['Reset after the deed', { kind: 'reset', work: true }],
  ['Answer too late', { kind: 'late', delayMs: 40_000 }],
  ['Garbage', { kind: 'garbage' }],
]

const pageUrl = new URL(location.href)
const said = document.querySelector('#said')

for (const panel of PANELS) startPanel(panel)

function startPanel(panel) {
  const base = `${pageUrl.protocol}//${pageUrl.hostname}:${Number(pageUrl.port || 80) + panel.offset}`
  const view = buildPanel(panel, base)
  document.querySelector('main').append(view.section)
  document.querySelector('nav').append(view.tab)
  const state = { list: '', faults: '', log: [], timer: undefined }

  async function refresh() {
    const [list, faults] = await Promise.all([read(`${base}${panel.path}?limit=${SHOWN_MAX}`), read(`${base}/__sim/faults`)])
    view.section.classList.toggle('away', list === null)
    if (list === null || faults === null) return
    view.tab.dataset.count = list.total ?? list.items.length
    if (changed(state, 'list', list)) drawList()
    if (changed(state, 'faults', faults)) drawFaults(faults.items)
  }
  function drawList() {
    keepingFocus(view.list, () => view.list.replaceChildren(...panel.draw(JSON.parse(state.list), { base, post, redraw: drawList })))
  }
  function drawFaults(items) {
    const line = (fault) =>
      element(
        'li',
        {},
        `${fault.kind}${fault.kind === 'status' ? ` ${fault.status}` : ''} · ${fault.route ?? 'everywhere'} · ${fault.times === undefined ? 'until mended' : `${fault.times} more`}`,
      )
    view.faults.replaceChildren(...items.map(line))
    view.section.classList.toggle('broken', items.length > 0)
  }
  async function post(path, body) {
    const answer = await send(base + path, 'POST', body)
    said.textContent = answer
    await refresh()
  }
  async function mend() {
    said.textContent = await send(`${base}/__sim/faults`, 'DELETE')
    await refresh()
  }

  view.breakage.append(faultForm(panel, post), button('Mend all', `mend-${panel.id}`, mend))
  view.reset.append(button('Forget everything', `reset-${panel.id}`, () => post('/__sim/reset')))
  follow(base, (entry) => {
    state.log = [entry, ...state.log].slice(0, LOG_SHOWN_MAX)
    soon()
  })
  read(`${base}/__sim/log`).then((past) => {
    state.log = [...state.log, ...(past?.items ?? []).slice(-LOG_SHOWN_MAX).reverse()].slice(0, LOG_SHOWN_MAX)
    soon()
  })
  refresh()
  setInterval(refresh, POLL_MS)

  function soon() {
    state.timer ??= setTimeout(() => {
      state.timer = undefined
      view.log.replaceChildren(...state.log.map(logLine))
      refresh()
    }, LOOK_AFTER_MS)
  }
}

function buildPanel(panel, base) {
  const list = element('div', { class: 'list' })
  const faults = element('ul', { class: 'faults', 'aria-label': 'Active faults' })
  const breakage = element('div', { class: 'buttons' })
  const reset = element('div', { class: 'buttons' })
  const log = element('ol', { class: 'log' })
  const section = element(
    'section',
    { id: panel.id, class: 'panel', 'aria-labelledby': `${panel.id}-title` },
    element(
      'div',
      { class: 'head' },
      element('h2', { id: `${panel.id}-title` }, panel.title),
      element('span', { class: 'dim' }, `${panel.company} · ${new URL(base).host}`),
    ),
    element('p', { class: 'gone' }, 'Not answering. It may be starting.'),
    faults,
    list,
    element('details', { class: 'tools' }, element('summary', {}, 'Break it'), breakage, reset),
    element('details', { class: 'tools' }, element('summary', {}, 'Requests'), log),
  )
  return { section, list, faults, breakage, reset, log, tab: element('a', { href: `#${panel.id}`, 'data-count': '0' }, panel.title) }
}

function faultForm(panel, post) {
  const where = element(
    'select',
    { 'aria-label': 'Which requests' },
    element('option', { value: '' }, 'All requests'),
    panel.routes.map((route) => element('option', { value: route }, route)),
  )
  const times = element(
    'select',
    { 'aria-label': 'How often' },
    [
      ['1', 'once'],
      ['3', '3 times'],
      ['', 'until mended'],
    ].map(([value, label]) => element('option', { value }, label)),
  )
  const press = (fault) => () =>
    post('/__sim/faults', {
      ...fault,
      ...(where.value ? { route: where.value } : {}),
      ...(times.value ? { times: Number(times.value) } : {}),
    })
  return element(
    'div',
    { class: 'buttons' },
    where,
    times,
    FAULTS.map(([label, fault]) => button(label, `${label}-${panel.id}`, press(fault))),
  )
}

function logLine(entry) {
  const outcome = entry.fault ?? entry.status ?? entry.kind
  return element(
    'li',
    {},
    time(entry.at),
    ' ',
    element('span', { class: entry.fault || entry.status >= 400 ? 'bad' : 'dim' }, String(outcome)),
    ' ',
    entry.summary,
  )
}

/** Server-sent events; the browser connects again by itself. */
function follow(base, told) {
  const events = new EventSource(`${base}/__sim/events`)
  events.onmessage = (event) => told(JSON.parse(event.data))
}

async function read(url) {
  try {
    const response = await fetch(url)
    return response.ok ? await response.json() : null
  } catch {
    return null
  }
}

async function send(url, method, body) {
  const what = `${method} ${new URL(url).pathname}`
  try {
    const response = await fetch(url, {
      method,
      ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    })
    const answer = (await response.text()).slice(0, 200)
    return `${what} → ${response.status} ${answer}`
  } catch {
    return `${what}: not answering`
  }
}

function changed(state, name, value) {
  const text = JSON.stringify(value)
  if (state[name] === text) return false
  state[name] = text
  return true
}

/** Drawing a list anew takes the pressed button away; its successor gets the focus. */
function keepingFocus(list, draw) {
  const focused = list.contains(document.activeElement) ? document.activeElement : null
  const { key } = focused?.dataset ?? {}
  const card = focused?.closest('[data-card]')?.dataset.card
  const open = [...list.querySelectorAll('details[open][data-key]')].map((node) => node.dataset.key)
  const scroll = list.querySelector('.mails')?.scrollTop ?? 0
  draw()
  for (const node of list.querySelectorAll('details[data-key]')) node.open = open.includes(node.dataset.key)
  if (list.querySelector('.mails')) list.querySelector('.mails').scrollTop = scroll
  const next = (name, value) => [...list.querySelectorAll(`[data-${name}]`)].find((node) => node.dataset[name] === value)
  if (key !== undefined) (next('key', key) ?? next('card', card)?.querySelector('button'))?.focus()
}
