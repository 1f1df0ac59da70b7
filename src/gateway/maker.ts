/** Which of the usual routers this one is, so that a person can be told the way to its page. */

/** In what a router says of itself; the first that fits. Names of providers come before those of whoever made the box. */
const SIGNS = [
  ["livebox", /livebox/i],
  ["freebox", /freebox/i],
  ["sfr", /\bsfr\b|neufbox|\bnb6/i],
  ["bbox", /\bbbox|mabbox|bouygues/i],
  ["speedport", /speedport/i],
  ["fritzbox", /fritz!?box|\bavm\b/i],
  ["openwrt", /openwrt|\bluci\b/i],
  ["tp-link", /tp-?link|archer [a-z]/i],
  ["netgear", /netgear/i],
  ["asus", /\basus/i],
  ["unifi", /unifi|ubiquiti/i],
  ["linksys", /linksys/i],
] as const;

export type Maker = (typeof SIGNS)[number][0];

/** More of it is not looked at. */
const MAX_TEXT = 4096;

/** Undefined for one that is not known. */
export function makerIn(text: string): Maker | undefined {
  const begin = text.slice(0, MAX_TEXT);
  return SIGNS.find(([, sign]) => sign.test(begin))?.[0];
}
