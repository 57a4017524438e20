// node run.mjs CHROMIUM: reads addresses from standard input, writes a line of JSON for each: its score, what failed.
import { createInterface } from "node:readline";
import { launch } from "chrome-launcher";
import lighthouse from "lighthouse";

const flags = [
  "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync",
];
const chrome = await launch({ chromePath: process.argv[2], chromeFlags: flags, ignoreDefaultFlags: false });
try {
  for await (const url of createInterface({ input: process.stdin })) {
    const options = { port: chrome.port, onlyCategories: ["accessibility"], output: "json", logLevel: "error" };
    const { lhr } = await lighthouse(url, options);
    const failed = Object.values(lhr.audits).filter(one => one.score === 0).map(one => one.id);
    console.log(JSON.stringify({ url, score: lhr.categories.accessibility.score, failed, fault: lhr.runtimeError?.message ?? "" }));
  }
} finally {
  chrome.kill();
}
