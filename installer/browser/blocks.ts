/** What is shown between two questions, and the heading of the step that stands above all of it. */
import type { Prompts } from "../prompts.ts";
import { positionOf } from "./lines.ts";
import type { Block, Screen } from "./screen.ts";

export interface Blocks extends Pick<Prompts, "show" | "showCode" | "startStep"> {
  readonly shown: () => Pick<Screen, "step" | "blocks">;
  /** A question was answered: what stood above it is not shown again, but for the heading of the step. */
  readonly forget: () => void;
}

export function collectBlocks(): Blocks {
  let blocks: Block[] = [];
  let step: Block | undefined;
  /** The heading of the step has been seen with a question. */
  let isSeen = false;
  return {
    startStep: () => {
      if (step !== undefined && !isSeen) blocks.push(step);
      blocks = blocks.map((block) => ({ ...block, isEarlier: true }));
      step = undefined;
      isSeen = false;
    },
    show: (heading, lines) => {
      const block = { heading, lines };
      if (positionOf(heading)) step = block;
      else blocks.push(block);
    },
    showCode: (code) => {
      const last = blocks.at(-1);
      if (last) blocks = [...blocks.slice(0, -1), { ...last, code }];
      else if (step) step = { ...step, code };
    },
    shown: () => ({ step, blocks }),
    forget: () => {
      blocks = [];
      isSeen = true;
    },
  };
}
