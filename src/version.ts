/** Which version this is. */
export { version } from "../package.json";
