// Reads QR codes from the camera: by the browser itself where it can, otherwise by a reader that is loaded then and not before.

const LARGEST = 800, SAME_FOR = 2000;

/** Whether there may be a camera at all. */
export const mayScan = () => Boolean(navigator.mediaDevices?.getUserMedia);

/**
 * Shows the camera in a video element and tells each code that it sees; one that stays in the picture is told once.
 * @param {HTMLVideoElement} video
 * @param {(text: string) => void} found
 * @returns {Promise<() => void>} ends it and lets the camera go
 * @throws {DOMException} the camera is refused, or there is none
 */
export async function scan(video, found) {
  const read = await reader();
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
  let runs = true, last = null, lastAt = 0;
  const stop = () => {
    runs = false;
    for (const track of stream.getTracks()) track.stop();
    video.srcObject = null;
  };
  video.srcObject = stream;
  try { await video.play(); }
  catch (fault) { stop(); throw fault; }
  (async () => {
    for (;;) {
      // After the caller has what ends it, and as often as there is a picture to see.
      await new Promise(requestAnimationFrame);
      if (!runs) return;
      const text = video.videoWidth > 0 ? await read(video) : null;
      const now = performance.now();
      if (text && runs && (text !== last || now - lastAt > SAME_FOR)) found(text);
      if (text) [last, lastAt] = [text, now];
    }
  })();
  return stop;
}

/** Gives the text of a code in the picture of a video, or null. */
async function reader() {
  if ("BarcodeDetector" in window && (await BarcodeDetector.getSupportedFormats()).includes("qr_code")) {
    const detector = new BarcodeDetector({ formats: ["qr_code"] });
    return async video => (await detector.detect(video))[0]?.rawValue || null;
  }
  await import("/lib/jsqr-1.4.0.js");
  const canvas = document.createElement("canvas");
  const brush = canvas.getContext("2d", { willReadFrequently: true });
  return video => {
    const scale = Math.min(1, LARGEST / Math.max(video.videoWidth, video.videoHeight));
    [canvas.width, canvas.height] = [Math.round(video.videoWidth * scale), Math.round(video.videoHeight * scale)];
    brush.drawImage(video, 0, 0, canvas.width, canvas.height);
    const { data, width, height } = brush.getImageData(0, 0, canvas.width, canvas.height);
    return self.jsQR(data, width, height, { inversionAttempts: "dontInvert" })?.data || null;
  };
}
