import type { Drawing } from './draw.ts'

/** Things to make music, pictures and journeys with. */
export const typewriter: Drawing = (c) => `
<rect x="132" y="70" width="136" height="110" fill="${c.light}"/>${[92, 110, 128].map((y, i) => `<path d="M148 ${y} h${[96, 80, 60][i]}" stroke="${c.dark}" stroke-width="4" opacity=".4"/>`).join('')}
<rect x="84" y="150" width="232" height="28" rx="14" fill="${c.dark}"/><circle cx="78" cy="164" r="15" fill="${c.accent}"/><circle cx="322" cy="164" r="15" fill="${c.accent}"/>
<path d="M112 178 h176 l38 120 q4 24-20 24 h-212 q-24 0-20-24z" fill="${c.main}"/><path d="M136 186 h128 l6 30 h-140z" fill="${c.dark}"/>
${[236, 258, 280].map((y, row) => Array.from({ length: 8 + row }, (_, k) => `<circle cx="${200 + (k - (7 + row) / 2) * 20}" cy="${y}" r="8" fill="${k === 3 && row === 1 ? c.accent : c.light}"/>`).join('')).join('')}<rect x="150" y="296" width="100" height="11" rx="5" fill="${c.light}"/>`

export const camera: Drawing = (c) => `
<path d="M150 128 l14-30 h72 l14 30z" fill="${c.dark}"/><rect x="72" y="126" width="256" height="180" rx="20" fill="${c.main}"/><rect x="72" y="158" width="256" height="106" fill="${c.dark}"/>
<circle cx="200" cy="214" r="76" fill="${c.light}"/><circle cx="200" cy="214" r="64" fill="${c.dark}"/><circle cx="200" cy="214" r="46" fill="${c.main}"/><circle cx="200" cy="214" r="26" fill="${c.dark}"/><circle cx="186" cy="200" r="11" fill="${c.light}" opacity=".85"/>
<rect x="92" y="110" width="42" height="18" rx="6" fill="${c.accent}"/><circle cx="294" cy="142" r="11" fill="${c.accent}"/><rect x="180" y="106" width="40" height="18" rx="4" fill="${c.light}"/>`

export const saz: Drawing = (c) => `
<g transform="rotate(28 200 210)"><rect x="192" y="24" width="16" height="190" fill="${c.dark}"/><path d="M200 180 q66 32 58 104 q-10 46-58 46 q-48 0-58-46 q-8-72 58-104z" fill="${c.main}"/>
<path d="M200 190 q50 32 44 92 q-8 34-44 34 q-36 0-44-34 q-6-60 44-92z" fill="${c.accent}"/><circle cx="200" cy="256" r="11" fill="${c.dark}"/><rect x="172" y="292" width="56" height="8" rx="4" fill="${c.dark}"/>
${[50, 66, 84, 104, 124, 146, 168].map((y) => `<path d="M192 ${y} h16" stroke="${c.light}" stroke-width="2.5"/>`).join('')}<path d="M196 30 v262 M200 30 v262 M204 30 v262" stroke="${c.light}" stroke-width="1.3"/>
${[22, 34, 46].map((y) => `<rect x="176" y="${y}" width="16" height="7" rx="3" fill="${c.main}"/><rect x="208" y="${y}" width="16" height="7" rx="3" fill="${c.main}"/>`).join('')}</g>`

export const recordPlayer: Drawing = (c) => `
<path d="M84 90 h232 l-12 110 h-208z" fill="${c.light}" opacity=".55"/><rect x="70" y="196" width="260" height="100" rx="12" fill="${c.main}"/><rect x="70" y="270" width="260" height="34" rx="10" fill="${c.dark}"/>
<ellipse cx="176" cy="232" rx="86" ry="30" fill="${c.dark}"/><ellipse cx="176" cy="232" rx="64" ry="22" fill="none" stroke="${c.light}" stroke-width="1.5" opacity=".5"/><ellipse cx="176" cy="232" rx="46" ry="16" fill="none" stroke="${c.light}" stroke-width="1.5" opacity=".5"/><ellipse cx="176" cy="232" rx="26" ry="9" fill="${c.accent}"/>
<circle cx="296" cy="214" r="11" fill="${c.light}"/><path d="M296 214 v32 l-66 0" stroke="${c.light}" stroke-width="6" fill="none" stroke-linejoin="round"/><rect x="216" y="241" width="20" height="11" fill="${c.accent}"/>
<circle cx="112" cy="287" r="8" fill="${c.accent}"/><circle cx="140" cy="287" r="8" fill="${c.light}"/><path d="M92 304 v18 M308 304 v18" stroke="${c.dark}" stroke-width="14"/>`

export const bicycle: Drawing = (c) => `
${[112, 288].map((x) => `<circle cx="${x}" cy="258" r="62" fill="none" stroke="${c.dark}" stroke-width="10"/><circle cx="${x}" cy="258" r="8" fill="${c.dark}"/>${[0, 30, 60, 90, 120, 150].map((turn) => `<path d="M${x - 58} 258 h116" stroke="${c.dark}" stroke-width="1.5" opacity=".5" transform="rotate(${turn} ${x} 258)"/>`).join('')}`).join('')}
<path d="M112 258 l44-98 h96 l-56 98z M156 160 l40 98 M288 258 l-44-126" fill="none" stroke="${c.main}" stroke-width="10" stroke-linejoin="round" stroke-linecap="round"/>
<path d="M236 126 q34-22 52 4" fill="none" stroke="${c.dark}" stroke-width="9" stroke-linecap="round"/><path d="M132 144 h44 q8 0 4 10 h-40z" fill="${c.dark}"/><circle cx="196" cy="258" r="17" fill="${c.accent}"/><path d="M196 258 l14 30 h16" stroke="${c.dark}" stroke-width="6" fill="none"/>
<path d="M262 136 h66 l-8 42 h-50z" fill="${c.accent}"/><path d="M266 150 h58 M270 164 h50 M284 138 v38 M306 138 v38" stroke="${c.dark}" stroke-width="2" opacity=".5"/>`

export const tent: Drawing = (c) => `
<path d="M200 92 l150 230 h-300z" fill="${c.main}"/><path d="M200 92 l-150 230 h72z" fill="${c.dark}" opacity=".35"/><path d="M200 150 l62 172 h-124z" fill="${c.dark}"/><path d="M200 150 l62 172 h-30z" fill="${c.accent}"/><path d="M200 150 l-62 172 h30z" fill="${c.accent}"/>
<path d="M200 92 v-30" stroke="${c.dark}" stroke-width="5"/><path d="M200 62 l30 9 l-30 10z" fill="${c.accent}"/><path d="M74 286 l-34 38 M326 286 l34 38" stroke="${c.dark}" stroke-width="3"/><circle cx="92" cy="84" r="26" fill="${c.light}"/><path d="M300 60 l3 8 l8 3 l-8 3 l-3 8 l-3-8 l-8-3 l8-3z M336 120 l2 6 l6 2 l-6 2 l-2 6 l-2-6 l-6-2 l6-2z" fill="${c.light}"/>`

export const skateboard: Drawing = (c) => `
<g transform="rotate(-14 200 240)"><path d="M58 196 q4 36 44 38 h196 q40-2 44-38 l14 4 q0 48-54 52 h-204 q-54-4-54-52z" fill="${c.main}"/><path d="M62 208 q8 28 42 30 h192 q34-2 42-30" fill="none" stroke="${c.accent}" stroke-width="6"/>
${[128, 272].map((x) => `<path d="M${x - 20} 252 h40 l-10 18 h-20z" fill="${c.dark}"/><circle cx="${x - 18}" cy="282" r="19" fill="${c.accent}"/><circle cx="${x + 22}" cy="282" r="19" fill="${c.accent}"/><circle cx="${x - 18}" cy="282" r="7" fill="${c.light}"/><circle cx="${x + 22}" cy="282" r="7" fill="${c.light}"/>`).join('')}</g>
<path d="M70 150 h60 M54 174 h50 M270 108 h50" stroke="${c.light}" stroke-width="6" stroke-linecap="round"/>`

export const books: Drawing = (c) => `
<rect x="84" y="286" width="230" height="34" rx="4" fill="${c.main}"/><rect x="96" y="250" width="212" height="36" rx="4" fill="${c.accent}"/><rect x="78" y="216" width="216" height="34" rx="4" fill="${c.dark}"/>
<rect x="298" y="290" width="16" height="26" fill="${c.light}"/><rect x="292" y="254" width="16" height="28" fill="${c.light}"/><rect x="278" y="220" width="16" height="26" fill="${c.light}"/><path d="M110 303 h90 M120 268 h100 M104 233 h80" stroke="${c.light}" stroke-width="5" opacity=".7"/>
<path d="M196 206 q-44-26-96-12 v-90 q52-14 96 12 q44-26 96-12 v90 q-52-14-96 12z" fill="${c.light}"/><path d="M196 116 v90" stroke="${c.dark}" stroke-width="4"/>
${[132, 150, 168].map((y) => `<path d="M116 ${y - 8} q32-6 64 8 M276 ${y - 8} q-32-6-64 8" stroke="${c.main}" stroke-width="4" fill="none" opacity=".6"/>`).join('')}<path d="M240 96 v52 l10-9 l10 9 v-54z" fill="${c.accent}"/>`

export const headphones: Drawing = (c) => `
<path d="M96 236 v-30 q0-116 104-116 q104 0 104 116 v30" fill="none" stroke="${c.dark}" stroke-width="20"/><path d="M116 150 q24-46 84-46 q60 0 84 46" fill="none" stroke="${c.accent}" stroke-width="8"/>
<rect x="66" y="210" width="64" height="106" rx="30" fill="${c.main}"/><rect x="270" y="210" width="64" height="106" rx="30" fill="${c.main}"/><rect x="112" y="218" width="30" height="90" rx="15" fill="${c.dark}"/><rect x="258" y="218" width="30" height="90" rx="15" fill="${c.dark}"/>
<circle cx="90" cy="262" r="15" fill="${c.light}" opacity=".7"/><circle cx="310" cy="262" r="15" fill="${c.light}" opacity=".7"/><path d="M186 220 v52 M200 200 v92 M214 228 v36" stroke="${c.accent}" stroke-width="7" stroke-linecap="round"/>`

export const gamepad: Drawing = (c) => `
<path d="M122 146 h156 q46 0 58 62 q14 74-14 90 q-28 14-58-44 h-128 q-30 58-58 44 q-28-16-14-90 q12-62 58-62z" fill="${c.main}"/>
<path d="M122 146 h156 q46 0 58 62 l3 18 q-12-52-61-52 h-156 q-49 0-61 52 l3-18 q12-62 58-62z" fill="${c.light}" opacity=".25"/><path d="M118 184 h22 v22 h22 v22 h-22 v22 h-22 v-22 h-22 v-22 h22z" fill="${c.dark}"/>
<circle cx="280" cy="186" r="12" fill="${c.accent}"/><circle cx="280" cy="236" r="12" fill="${c.accent}"/><circle cx="255" cy="211" r="12" fill="${c.light}"/><circle cx="305" cy="211" r="12" fill="${c.light}"/><rect x="184" y="180" width="32" height="11" rx="5" fill="${c.dark}"/><circle cx="178" cy="248" r="15" fill="${c.dark}"/><circle cx="222" cy="248" r="15" fill="${c.dark}"/>`

export const telescope: Drawing = (c) => `
<path d="M196 226 l-66 98 M204 226 l66 98 M200 226 v98" stroke="${c.dark}" stroke-width="9" stroke-linecap="round"/><g transform="rotate(-32 200 200)"><rect x="80" y="172" width="180" height="52" rx="8" fill="${c.main}"/><rect x="252" y="162" width="72" height="72" rx="8" fill="${c.dark}"/><rect x="318" y="158" width="14" height="80" rx="6" fill="${c.accent}"/><rect x="52" y="182" width="34" height="32" rx="6" fill="${c.dark}"/><rect x="110" y="152" width="66" height="16" rx="8" fill="${c.accent}"/><path d="M100 186 h130" stroke="${c.light}" stroke-width="6" stroke-linecap="round" opacity=".6"/></g>
<circle cx="200" cy="222" r="18" fill="${c.accent}"/><circle cx="84" cy="86" r="24" fill="${c.light}"/><circle cx="94" cy="78" r="20" fill="${c.back}"/><path d="M150 60 l3 9 l9 3 l-9 3 l-3 9 l-3-9 l-9-3 l9-3z M60 160 l2 7 l7 2 l-7 2 l-2 7 l-2-7 l-7-2 l7-2z M330 230 l3 9 l9 3 l-9 3 l-3 9 l-3-9 l-9-3 l9-3z" fill="${c.light}"/>`
