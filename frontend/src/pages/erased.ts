// The server has erased everything; now this browser does.

import { eraseBrowserData } from "../common/erase";
import { element } from "../common/page_data";

await eraseBrowserData();
element("[data-browser-erased]").hidden = false;
element("[data-browser-kept]").hidden = true;
