/** Debian's Chromium, driven by playwright-core. */
import { type Browser, chromium } from "playwright-core";

/** The file that has to be installed. */
export const CHROMIUM = "/usr/bin/chromium";

/** Nothing but the pages of a test is asked for; root needs --no-sandbox. */
const ARGUMENTS = [
  ...["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"],
  ...["--disable-background-networking", "--disable-component-update", "--disable-sync"],
  // The certificates of test servers are self-signed.
  "--ignore-certificate-errors",
];

/** A browser without a window; every context of it is a person of its own. `more` are arguments of Chromium's. */
export const launchChromium = (more: readonly string[] = []): Promise<Browser> =>
  chromium.launch({ executablePath: CHROMIUM, args: [...ARGUMENTS, ...more], headless: true });
