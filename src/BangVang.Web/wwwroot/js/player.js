// Plays a stream: hls.js where the browser has no player for it, the browser's own otherwise. Language, captions and quality
// are chosen by ordinary lists; how the line is stands beside them in words, and over the picture when it is broken.

const box = document.querySelector("[data-player]");
if (box) start(box);

async function start(box) {
  const video = box.querySelector("video");
  // A stream that has not begun has no list yet: it is asked for once the line has brought something.
  await new Promise(begun => watchLine(box, begun));
  const { default: Hls } = await import(box.dataset.lib);
  if (!Hls.isSupported()) {
    video.src = box.dataset.player;
    for (const list of box.querySelectorAll("select")) list.closest("label").hidden = true;
    return;
  }
  const hls = new Hls({ enableWorker: false, liveSyncDurationCount: 3, renderTextTracksNatively: true });
  box.hls = hls;
  hls.on(Hls.Events.MANIFEST_PARSED, () => fillQuality(box, hls));
  hls.on(Hls.Events.AUDIO_TRACKS_UPDATED, () => fillAudio(box, hls));
  hls.on(Hls.Events.SUBTITLE_TRACKS_UPDATED, () => fillCaptions(box, hls));
  hls.on(Hls.Events.ERROR, (_, fault) => recover(box, hls, Hls, fault));
  box.querySelector("[data-to-live]").addEventListener("click", () => {
    if (hls.liveSyncPosition) video.currentTime = hls.liveSyncPosition;
    video.play();
  });
  video.addEventListener("playing", () => box.querySelector("[data-slate]").hidden = true);
  hls.loadSource(box.dataset.player);
  hls.attachMedia(video);
}

// What hls.js can mend it is asked to mend; a list that could not be had is asked for again.
function recover(box, hls, Hls, fault) {
  if (!fault.fatal) return;
  box.dataset.fatal = fault.details;
  if (fault.type === Hls.ErrorTypes.MEDIA_ERROR) { hls.recoverMediaError(); return; }
  setTimeout(() => { hls.loadSource(box.dataset.player); hls.startLoad(); }, 3000);
}

function fill(list, entries, chosen, choose) {
  list.replaceChildren(...entries.map(([value, text]) => {
    const option = document.createElement("option");
    option.value = value;
    option.textContent = text;
    option.selected = value === chosen;
    return option;
  }));
  list.closest("label").hidden = entries.length < 2;
  list.onchange = () => choose(Number(list.value));
}

function fillAudio(box, hls) {
  fill(box.querySelector("[data-audio]"), hls.audioTracks.map((t, i) => [i, t.name]), hls.audioTrack, i => hls.audioTrack = i);
}

function fillCaptions(box, hls) {
  fill(box.querySelector("[data-captions]"), [[-1, box.dataset.none], ...hls.subtitleTracks.map((t, i) => [i, t.name])], hls.subtitleTrack, i => {
    hls.subtitleTrack = i;
    hls.subtitleDisplay = i >= 0;
  });
}

function fillQuality(box, hls) {
  fill(box.querySelector("[data-quality]"), [[-1, box.dataset.auto], ...hls.levels.map((l, i) => [i, l.height ? `${l.height}p` : `${Math.round(l.bitrate / 1000)} kbit/s`])], -1, i => hls.currentLevel = i);
}

function watchLine(box, begun) {
  const [slate, link] = [box.querySelector("[data-slate]"), box.querySelector("[data-link]")];
  async function look() {
    try {
      const states = await (await fetch(box.dataset.state)).json();
      const state = states.find(s => s.stream === box.dataset.stream);
      if (state) show(state);
    } catch (fault) {
      if (!(fault instanceof TypeError)) throw fault;
      // No network: what plays goes on from what is there, and the next look tells more.
    }
  }
  function show({ link: line, delaySeconds }) {
    if (line !== "Waiting") begun();
    const words = box.dataset[line.toLowerCase()];
    const text = line === "Slow" || line === "Good" ? `${words} ${box.dataset.delay.replace("{seconds}", Math.max(0, Math.round(delaySeconds)))}` : words;
    if (link.textContent !== text) link.textContent = text;
    const covers = line === "Broken" || line === "Waiting";
    slate.hidden = !covers;
    if (covers && slate.textContent !== words) slate.textContent = words;
  }
  look();
  setInterval(look, 4000);
}
