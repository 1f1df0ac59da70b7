/** What every page must do in every window; and a picture of it, where SCREENSHOTS names a folder. */
import { expect } from "bun:test";
import { join } from "node:path";
import type { Page } from "playwright-core";

const folder = process.env.SCREENSHOTS;

/** Keeps a picture of the window, or of the whole page. */
export async function keepPicture(page: Page, name: string, fullPage = true): Promise<void> {
  if (folder) await page.screenshot({ path: join(folder, `${name}.png`), fullPage });
}

/** Nothing is wider than the window; and no text of somebody's has run as a script, which would have changed the title. */
export async function look(page: Page, name: string, fullPage = true): Promise<void> {
  const wide = await page.evaluate<number>("document.documentElement.scrollWidth - innerWidth");
  expect([name, Math.max(wide, 0)]).toEqual([name, 0]);
  expect(await page.title()).not.toBe("owned");
  await keepPicture(page, name, fullPage);
}
