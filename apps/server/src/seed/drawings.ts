import type { Drawing } from './draw.ts'

/** Things of the house. */
export const armchair: Drawing = (c) => `
<path d="M120 190 q0-90 80-90 q80 0 80 90 v60 h-160z" fill="${c.main}"/><path d="M150 200 q0-70 50-70 q50 0 50 70 v40 h-100z" fill="${c.light}" opacity=".22"/>
<rect x="92" y="190" width="50" height="92" rx="25" fill="${c.main}"/><rect x="258" y="190" width="50" height="92" rx="25" fill="${c.main}"/>
<rect x="130" y="232" width="140" height="52" rx="16" fill="${c.accent}"/><path d="M120 282 h160 v10 h-160z" fill="${c.dark}"/>
<path d="M130 292 l-10 34 h10 l12-34z M270 292 l10 34 h-10 l-12-34z" fill="${c.dark}"/>`

export const lamp: Drawing = (c) => `
<path d="M150 90 h100 l46 96 h-192z" fill="${c.accent}"/><path d="M104 186 h192 l10 18 h-212z" fill="${c.light}" opacity=".75"/>
<rect x="193" y="186" width="14" height="116" fill="${c.dark}"/><circle cx="200" cy="240" r="17" fill="${c.main}"/><circle cx="200" cy="268" r="10" fill="${c.light}"/>
<rect x="140" y="300" width="120" height="24" rx="12" fill="${c.main}"/><path d="M240 190 v44" stroke="${c.dark}" stroke-width="3"/><circle cx="240" cy="238" r="6" fill="${c.dark}"/>`

export const teapot: Drawing = (c) => `
<path d="M128 322 q-12-84 72-84 q84 0 72 84z" fill="${c.main}"/><path d="M128 290 q-46-4-40-52 l16-4 q0 32 30 34z" fill="${c.main}"/>
<path d="M268 262 q44-10 40 40 q-4 18-38 12" fill="none" stroke="${c.dark}" stroke-width="12"/>
<rect x="152" y="226" width="96" height="16" rx="8" fill="${c.dark}"/><path d="M152 226 q-8-74 48-74 q56 0 48 74z" fill="${c.accent}"/>
<path d="M152 200 q-30-4-30-38 l13-4 q0 22 22 24z" fill="${c.accent}"/><path d="M248 178 q32-6 28 28 q-4 12-28 8" fill="none" stroke="${c.dark}" stroke-width="9"/>
<rect x="166" y="142" width="68" height="12" rx="6" fill="${c.dark}"/><circle cx="200" cy="130" r="11" fill="${c.dark}"/>
<path d="M160 300 q-4-38 26-46" fill="none" stroke="${c.light}" stroke-width="8" stroke-linecap="round" opacity=".6"/>
<path d="M106 118 q14-18 0-36 M128 110 q14-18 0-36" fill="none" stroke="${c.dark}" stroke-width="5" opacity=".35" stroke-linecap="round"/>`

export const teaGlasses: Drawing = (c) =>
  [
    [110, 0],
    [200, 14],
    [290, 0],
  ]
    .map(
      ([x = 0, y = 0]) => `
<g transform="translate(${x} ${y})"><ellipse cx="0" cy="306" rx="46" ry="10" fill="${c.main}"/><ellipse cx="0" cy="303" rx="34" ry="6" fill="${c.light}"/>
<path d="M-30 170 q-4 34 10 58 q-18 24-10 72 h60 q8-48-10-72 q14-24 10-58z" fill="${c.light}" opacity=".85"/>
<path d="M-28 192 q0 20 9 36 q-16 26-9 66 h56 q7-40-9-66 q9-16 9-36z" fill="#a8321f"/><ellipse cx="0" cy="192" rx="28" ry="6" fill="#d1553a"/>
<path d="M-30 172 h60" stroke="${c.accent}" stroke-width="5"/><path d="M24 276 q-6-30-14-42" stroke="${c.light}" stroke-width="4" fill="none" opacity=".7"/></g>`,
    )
    .join('')

export const kilim: Drawing = (c) => `
<rect x="88" y="76" width="224" height="240" fill="${c.main}"/><rect x="102" y="92" width="196" height="208" fill="${c.dark}"/><rect x="114" y="104" width="172" height="184" fill="${c.light}"/>
${[150, 200, 250].map((y) => `<path d="M200 ${y - 42} l56 42 l-56 42 l-56-42z" fill="${c.accent}" opacity=".55"/>`).join('')}
${[196].map((y) => `<path d="M200 ${y - 78} l74 78 l-74 78 l-74-78z" fill="${c.main}"/><path d="M200 ${y - 52} l50 52 l-50 52 l-50-52z" fill="${c.light}"/><path d="M200 ${y - 30} l30 30 l-30 30 l-30-30z" fill="${c.accent}"/><path d="M200 ${y - 12} l12 12 l-12 12 l-12-12z" fill="${c.dark}"/>`).join('')}
${[120, 272].flatMap((y) => [130, 160, 190, 220, 250].map((x) => `<path d="M${x} ${y} l10 8 l10-8 l-10-8z" fill="${c.dark}"/>`)).join('')}
${Array.from({ length: 19 }, (_, i) => `<path d="M${92 + i * 12} 60 v16 M${92 + i * 12} 316 v16" stroke="${c.light}" stroke-width="5"/>`).join('')}`

export const vase: Drawing = (c) => `
<path d="M168 120 h64 q6 0 2 8 q-18 34 26 76 q34 44 0 96 q-10 22-28 22 h-64 q-18 0-28-22 q-34-52 0-96 q44-42 26-76 q-4-8 2-8z" fill="${c.light}"/>
<path d="M124 236 q76 34 152 0 q6 20 2 36 q-78 30-156 0 q-4-16 2-36z" fill="${c.main}"/><path d="M150 300 h100" stroke="${c.main}" stroke-width="8"/>
${[150, 175, 200, 225, 250].map((x) => `<circle cx="${x}" cy="${262 + (x === 200 ? 4 : x === 150 || x === 250 ? -6 : 1)}" r="7" fill="${c.light}"/>`).join('')}
<path d="M172 140 h56 M176 154 h48" stroke="${c.main}" stroke-width="5"/>
<path d="M200 120 q-6-46-44-70 M200 120 q2-50 8-84 M200 120 q10-40 50-58" stroke="${c.dark}" stroke-width="5" fill="none"/>
<circle cx="152" cy="46" r="17" fill="${c.accent}"/><circle cx="209" cy="34" r="19" fill="${c.accent}"/><circle cx="254" cy="58" r="16" fill="${c.accent}"/>
<circle cx="152" cy="46" r="6" fill="${c.dark}"/><circle cx="209" cy="34" r="7" fill="${c.dark}"/><circle cx="254" cy="58" r="6" fill="${c.dark}"/>`

export const plant: Drawing = (c) => `
${[
  [-58, 0.95],
  [-26, 1.15],
  [8, 1.25],
  [36, 1.1],
  [64, 0.9],
]
  .map(
    ([turn = 0, size = 1]) =>
      `<g transform="translate(200 240) rotate(${turn}) scale(${size})"><path d="M0 0 v-60" stroke="${c.dark}" stroke-width="5"/><path d="M0-50 q-46-16-38-60 q6-26 38-40 q32 14 38 40 q8 44-38 60z" fill="${c.main}"/><path d="M0-52 v-84 M-30-112 l18 10 M30-112 l-18 10 M-30-84 l20 8 M30-84 l-20 8" stroke="${c.back}" stroke-width="5" stroke-linecap="round"/></g>`,
  )
  .join('')}
<path d="M138 236 h124 l-16 88 h-92z" fill="${c.accent}"/><rect x="128" y="224" width="144" height="26" rx="6" fill="${c.accent}"/><rect x="128" y="246" width="144" height="6" fill="${c.dark}" opacity=".25"/>`

export const sewingMachine: Drawing = (c) => `
<rect x="84" y="286" width="236" height="36" rx="8" fill="${c.dark}"/><path d="M232 290 v-110 h-96 q-22 0-22 26 v34 h34 v-24 h30 v74z" fill="none"/>
<path d="M110 160 h178 q18 0 18 18 v110 h-62 v-76 h-90 q-4 20-44 14 q-20-8-20-36 q0-30 20-30z" fill="${c.main}"/>
<path d="M118 224 h18 v34 h-18z" fill="${c.dark}"/><path d="M127 258 v28" stroke="${c.light}" stroke-width="4"/><circle cx="316" cy="196" r="26" fill="${c.accent}"/><circle cx="316" cy="196" r="10" fill="${c.dark}"/>
<rect x="246" y="134" width="18" height="26" fill="${c.accent}"/><rect x="242" y="130" width="26" height="6" fill="${c.dark}"/>
<circle cx="266" cy="240" r="12" fill="${c.light}"/><path d="M150 182 h90" stroke="${c.light}" stroke-width="7" stroke-linecap="round" opacity=".7"/>
<path d="M255 140 q-60-30-118 22" fill="none" stroke="${c.accent}" stroke-width="2"/><path d="M84 290 q-24 8-30 30 h60z" fill="${c.light}"/>`

export const chess: Drawing = (c) => `
<path d="M74 300 l40-46 h172 l40 46z" fill="${c.light}"/><path d="M74 300 h252 v20 h-252z" fill="${c.dark}"/>
${[0, 1, 2]
  .flatMap((row) =>
    [0, 1, 2, 3, 4, 5]
      .filter((column) => (row + column) % 2 === 0)
      .map((column) => {
        const x = (r: number, k: number) => 114 - r * 13.3 + k * (28.6 + r * 4.45)
        return `<path d="M${x(row, column)} ${254 + row * 15.3} H${x(row, column + 1)} L${x(row + 1, column + 1)} ${269.3 + row * 15.3} H${x(row + 1, column)}z" fill="${c.main}"/>`
      }),
  )
  .join('')}
<path d="M136 282 h58 l-8-20 q-8-50 6-66 q14 6 22-2 q0-40-40-54 l-8-16 l-8 18 q-28 26-24 70 q2 30-2 50z" fill="${c.dark}"/><circle cx="176" cy="166" r="4" fill="${c.light}"/>
<path d="M216 290 h60 l-8-22 q-14-50-8-90 h-28 q6 40-8 90z" fill="${c.accent}"/><circle cx="246" cy="160" r="20" fill="${c.accent}"/><path d="M224 178 h44 v9 h-44z" fill="${c.dark}" opacity=".35"/>`

export const train: Drawing = (c) => `
<rect x="70" y="300" width="260" height="8" fill="${c.dark}"/><rect x="92" y="226" width="92" height="60" fill="${c.main}"/><rect x="82" y="152" width="70" height="134" rx="4" fill="${c.accent}"/>
<rect x="74" y="140" width="86" height="16" rx="8" fill="${c.dark}"/><rect x="96" y="172" width="42" height="40" rx="4" fill="${c.light}"/>
<rect x="150" y="204" width="140" height="74" rx="34" fill="${c.main}"/><rect x="216" y="160" width="28" height="50" fill="${c.dark}"/><path d="M206 152 h48 l-6 16 h-36z" fill="${c.dark}"/>
<circle cx="272" cy="240" r="15" fill="${c.light}"/><path d="M290 278 l34 22 h-50z" fill="${c.dark}"/>
${[118, 190, 252].map((x) => `<circle cx="${x}" cy="288" r="26" fill="${c.dark}"/><circle cx="${x}" cy="288" r="12" fill="${c.accent}"/>`).join('')}
<circle cx="248" cy="122" r="14" fill="${c.light}"/><circle cx="272" cy="98" r="19" fill="${c.light}" opacity=".8"/><circle cx="306" cy="72" r="24" fill="${c.light}" opacity=".6"/>`

/** Things to wear and to carry. */
export const bag: Drawing = (c) => `
<path d="M140 190 q0-110 60-110 q60 0 60 110" fill="none" stroke="${c.dark}" stroke-width="13"/><path d="M96 184 h208 l18 120 q2 18-18 18 h-208 q-20 0-18-18z" fill="${c.main}"/>
<path d="M96 184 h208 l8 52 q-112 54-224 0z" fill="${c.dark}" opacity=".3"/><path d="M96 184 h208 l6 40 q-110 50-220 0z" fill="${c.main}"/>
<rect x="180" y="226" width="40" height="38" rx="8" fill="${c.accent}"/><rect x="192" y="238" width="16" height="14" rx="4" fill="${c.dark}"/>
<path d="M98 300 h204" stroke="${c.light}" stroke-width="3" stroke-dasharray="9 7" opacity=".7"/>`

export const boots: Drawing = (c) =>
  [0, 96]
    .map(
      (x) => `
<g transform="translate(${x} ${x / 12})"><path d="M96 104 h74 v118 q6 24 38 30 q28 8 26 48 h-146 q8-100 8-196z" fill="${c.main}"/><rect x="84" y="298" width="154" height="20" rx="6" fill="${c.dark}"/>
<path d="M90 94 h86 v28 h-86z" fill="${c.light}"/>${[150, 174, 198, 222].map((y) => `<path d="M124 ${y} l46-8" stroke="${c.accent}" stroke-width="6" stroke-linecap="round"/>`).join('')}</g>`,
    )
    .join('')

export const coat: Drawing = (c) => `
<path d="M200 60 q-14 0-14 14 q0 8 14 16" fill="none" stroke="${c.dark}" stroke-width="6"/><path d="M200 88 l-74 34 h148z" fill="none" stroke="${c.dark}" stroke-width="6"/>
<path d="M160 112 l40 20 l40-20 l52 28 l26 126 l-36 10 l-14-60 v100 h-136 v-100 l-14 60 l-36-10 l26-126z" fill="${c.main}"/>
<path d="M160 112 l40 70 l40-70 l-14-4 l-26 24 l-26-24z" fill="${c.dark}" opacity=".55"/><path d="M200 182 v134" stroke="${c.dark}" stroke-width="4"/>
${[206, 240, 274].map((y) => `<circle cx="212" cy="${y}" r="6" fill="${c.accent}"/>`).join('')}<rect x="144" y="250" width="38" height="9" rx="4" fill="${c.dark}" opacity=".55"/><rect x="228" y="250" width="34" height="9" rx="4" fill="${c.dark}" opacity=".55"/>`

export const watch: Drawing = (c) => `
<path d="M164 60 h72 l8 90 h-88z M156 246 h88 l-8 88 h-72z" fill="${c.main}"/><path d="M172 70 v76 M228 70 v76 M172 250 v76 M228 250 v76" stroke="${c.light}" stroke-width="2" stroke-dasharray="6 6" opacity=".7"/>
<circle cx="200" cy="198" r="78" fill="${c.dark}"/><circle cx="200" cy="198" r="64" fill="${c.light}"/><rect x="276" y="190" width="14" height="16" rx="4" fill="${c.dark}"/>
${Array.from({ length: 12 }, (_, hour) => `<rect x="197" y="140" width="6" height="${hour % 3 === 0 ? 14 : 8}" fill="${c.dark}" transform="rotate(${hour * 30} 200 198)"/>`).join('')}
<path d="M200 198 l-26-24" stroke="${c.dark}" stroke-width="7" stroke-linecap="round"/><path d="M200 198 l34-30" stroke="${c.dark}" stroke-width="5" stroke-linecap="round"/><path d="M200 210 v-56" stroke="${c.accent}" stroke-width="2.5" transform="rotate(150 200 198)"/><circle cx="200" cy="198" r="6" fill="${c.accent}"/>`

export const sunglasses: Drawing = (c) => `
<path d="M84 190 q-14-60 40-96" fill="none" stroke="${c.dark}" stroke-width="10" stroke-linecap="round"/><path d="M316 190 q14-60-40-96" fill="none" stroke="${c.dark}" stroke-width="10" stroke-linecap="round"/>
<path d="M76 180 h112 q4 88-54 88 q-56 0-58-88z" fill="${c.main}"/><path d="M324 180 h-112 q-4 88 54 88 q56 0 58-88z" fill="${c.main}"/>
<path d="M76 180 h112 q4 88-54 88 q-56 0-58-88z M324 180 h-112 q-4 88 54 88 q56 0 58-88z" fill="none" stroke="${c.dark}" stroke-width="11"/><path d="M186 194 q14-14 28 0" fill="none" stroke="${c.dark}" stroke-width="10"/>
<path d="M100 200 l30 44 M118 198 l22 32 M232 200 l30 44 M250 198 l22 32" stroke="${c.light}" stroke-width="6" stroke-linecap="round" opacity=".6"/><circle cx="84" cy="184" r="5" fill="${c.accent}"/><circle cx="316" cy="184" r="5" fill="${c.accent}"/>`
