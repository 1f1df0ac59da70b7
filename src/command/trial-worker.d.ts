/** Where the worker's code is: beside this file, or inside the executable. */
declare const path: string;
export default path;
