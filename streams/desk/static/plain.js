// A page without anything of its own but the shell.

import { startShell } from "./shell.js";

startShell();
