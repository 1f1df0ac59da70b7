/** An element that is known in its printed form alone. */
import { Element } from "ltx";

/**
 * Stands for an element that `print` has made `printed` of: what is stored like this need not be parsed to be sent. It has no
 * attributes and no children.
 */
export class PrintedElement extends Element {
  readonly printed: string;

  constructor(name: string, printed: string) {
    super(name);
    this.printed = printed;
  }
}
