namespace BangVang.Web.Kernel;

/// <summary>A page in one file that verifies result bundles from a disk, without network or server: the same script that /verify runs, inlined.</summary>
public static class StandaloneVerifier
{
    /// <param name="script">js/verify-bundle.js as it stands.</param>
    public static string Page(string script) => $$"""
        <!DOCTYPE html>
        <html lang="vi">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'">
        <title>Kiểm tra gói kết quả · Verify a result bundle</title>
        <style>
        body { font: 1rem/1.5 system-ui, sans-serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; color: #1c1917; background: #fff; }
        label { display: block; margin-top: 1rem; font-weight: 600; }
        #answer p { padding: .75rem 1rem; border-left: .4rem solid #44403c; background: #f5f5f4; }
        #answer[data-holds="true"] p { border-color: #15803d; }
        #answer[data-holds="false"] p { border-color: #b91c1c; }
        td, th { padding: .2rem .8rem .2rem 0; text-align: left; vertical-align: top; }
        </style>
        </head>
        <body>
        <main>
        <h1>Kiểm tra gói kết quả</h1>
        <p>Trang này chạy hoàn toàn trên máy của bạn và không gửi gì đi. Khóa tin cậy là tệp <code>trust.json</code> của hệ thống; không có tệp này thì chữ ký của sổ ghi chưa được kiểm.</p>
        <p lang="en">This page works on your computer alone and sends nothing. The trusted keys are the system's <code>trust.json</code>; without that file the log's signatures are not checked.</p>
        <label for="bundle">Gói kết quả · <span lang="en">Result bundle</span> (.json, .json.gz)</label>
        <input id="bundle" type="file">
        <label for="trust">Khóa tin cậy · <span lang="en">Trusted keys</span> (trust.json)</label>
        <input id="trust" type="file">
        <div id="answer" role="status" aria-live="polite"></div>
        <table id="steps" hidden><thead><tr><th scope="col">Bước · <span lang="en">Step</span></th><th scope="col">Kết quả · <span lang="en">Outcome</span></th><th scope="col">Chi tiết · <span lang="en">Detail</span></th></tr></thead><tbody></tbody></table>
        </main>
        <script type="module">
        {{script.Replace("export async function", "async function", StringComparison.Ordinal)}}
        const [bundle, trust, answer, steps] = ['bundle', 'trust', 'answer', 'steps'].map((id) => document.getElementById(id));
        const element = (name, text, language) => Object.assign(document.createElement(name), { textContent: text, ...(language ? { lang: language } : {}) });
        async function show() {
            if (!bundle.files.length) return;
            let keys = null;
            try { keys = trust.files.length ? JSON.parse(await trust.files[0].text()) : null; } catch {
                answer.replaceChildren(element('p', 'Tệp khóa tin cậy không đọc được.'), element('p', 'The file of trusted keys cannot be read.', 'en'));
                return;
            }
            const verdict = await verifyBundle(new Uint8Array(await bundle.files[0].arrayBuffer()), keys);
            answer.dataset.holds = verdict.holds;
            answer.replaceChildren(element('p', verdict.sentence.vi), element('p', verdict.sentence.en, 'en'));
            steps.hidden = false;
            steps.tBodies[0].replaceChildren(...verdict.steps.map((s) => {
                const row = document.createElement('tr');
                for (const { vi, en } of [s.words.name, s.words.status, s.words.detail]) {
                    const cell = element('td', vi);
                    if (en !== vi) cell.append(element('br', ''), element('span', en, 'en'));
                    row.append(cell);
                }
                return row;
            }));
        }
        bundle.addEventListener('change', show);
        trust.addEventListener('change', show);
        </script>
        </body>
        </html>
        """;
}
