// Photographs are made small on the phone and drawn anew, so that nothing of the camera's notes (the place, the
// device) travels with them; the right way up.
(() => {
  const LONGEST = 1600;
  const THUMB = 144;
  const scaled = (picture, longest) => {
    const by = Math.min(1, longest / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(picture.width * by));
    canvas.height = Math.max(1, Math.round(picture.height * by));
    const pen = canvas.getContext("2d");
    pen.fillStyle = "#fff"; // what was transparent would turn black
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
    return canvas;
  };

  // `{blob, thumb}`; throws when it is no picture this phone can open.
  Crew.shrink = async (file) => {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const canvas = scaled(picture, LONGEST);
    const blob = await new Promise((done) => { canvas.toBlob(done, "image/jpeg", 0.8); });
    const thumb = scaled(picture, THUMB).toDataURL("image/jpeg", 0.7);
    picture.close();
    if (!blob) throw new Error("no picture");
    return { blob, thumb };
  };
})();
