/// The style sheet of reports: light, dark, phones and paper.
enum ReportStyle {
    static let sheet = HTML.own(
        """
        :root{color-scheme:light dark;--page:#f4f5f7;--card:#fff;--text:#1f2430;--soft:#5f6776;--line:#e0e4ea;\
        --accent:#0067a3;--mark:#e8f3fb}
        @media screen and (prefers-color-scheme:dark){:root{--page:#0d0f13;--card:#15181e;--text:#e8eaee;--soft:#a2a9b5;\
        --line:#2d323b;--accent:#6cb8ee;--mark:#1b2a38}}
        *{box-sizing:border-box}
        body{margin:0;background:var(--page);color:var(--text);\
        font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
        header,main,footer{max-width:1180px;margin:0 auto;padding:0 20px}
        header{padding-top:28px}
        h1{font-size:24px;line-height:1.25;margin:0;overflow-wrap:anywhere}
        h2{font-size:18px;margin:0 0 12px}
        h3{font-size:15px;margin:20px 0 6px}
        p{margin:6px 0;max-width:78ch}
        a{color:var(--accent)}
        .soft,footer{color:var(--soft)}
        nav{margin:14px 0 4px;display:flex;flex-wrap:wrap;gap:4px 18px}
        nav a{text-decoration:none}
        nav a:hover,nav a:focus-visible{text-decoration:underline}
        section{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:20px;margin:16px 0}
        .tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(150px,1fr));gap:12px;margin:4px 0 16px}
        .tile{border:1px solid var(--line);border-radius:8px;padding:10px 14px;min-width:0}
        .tile b{display:block;font-size:22px;line-height:1.3;font-weight:650;font-variant-numeric:tabular-nums;\
        overflow-wrap:anywhere}
        .tile span{color:var(--soft);font-size:13px}
        .figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,460px),1fr));gap:16px;\
        align-items:start;margin:8px 0}
        figure{margin:0;overflow-x:auto;min-width:0}
        figure>svg{display:block}
        .wide figure>svg{width:100%}
        pre{background:var(--page);border:1px solid var(--line);border-radius:6px;padding:10px 12px;overflow-x:auto;\
        font:13px/1.45 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;margin:6px 0;white-space:pre-wrap;\
        overflow-wrap:anywhere}
        code{font:13px ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;overflow-wrap:anywhere}
        .scroll{overflow:auto;max-height:70vh;border:1px solid var(--line);border-radius:6px}
        table{border-collapse:collapse;width:100%;font-size:13.5px;font-variant-numeric:tabular-nums}
        th,td{padding:5px 10px;text-align:left;border-bottom:1px solid var(--line);white-space:nowrap;max-width:340px;\
        overflow:hidden;text-overflow:ellipsis}
        td.n,th.n{text-align:right}
        thead th{position:sticky;top:0;background:var(--card);z-index:1;font-weight:600}
        thead th[aria-sort]{padding:0}
        th button{all:unset;cursor:pointer;display:block;padding:5px 10px;width:100%;box-sizing:border-box}
        th button:focus-visible,input:focus-visible,a:focus-visible,.scroll:focus-visible{\
        outline:2px solid var(--accent);outline-offset:-2px}
        th[aria-sort=ascending] button::after{content:" ▲";font-size:10px}
        th[aria-sort=descending] button::after{content:" ▼";font-size:10px}
        tr.best td{background:var(--mark);font-weight:600}
        .tools{display:flex;flex-wrap:wrap;gap:8px 16px;align-items:center;margin:8px 0}
        input[type=search]{font:inherit;padding:5px 10px;border:1px solid var(--line);border-radius:6px;\
        background:var(--page);color:inherit;min-width:min(100%,280px)}
        .zoomable{cursor:grab}
        .zoomable:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
        .zoomable svg{touch-action:pan-y;user-select:none;-webkit-user-select:none}
        .tools button{font:inherit;font-size:13px;padding:3px 10px;border:1px solid var(--line);border-radius:6px;\
        background:var(--page);color:inherit;cursor:pointer}
        figcaption{font-size:13px;min-height:3em;overflow-wrap:anywhere}
        .warnings{border-left:3px solid #d98a00;padding-left:12px;margin:12px 0}
        footer{padding:8px 20px 32px;font-size:13px}
        @media (max-width:640px){header,main,footer{padding-left:12px;padding-right:12px}section{padding:14px}\
        figure>svg{min-width:440px}h1{font-size:20px}}
        @media print{body{background:#fff;font-size:11pt}nav,.tools,figcaption{display:none}section{border:0;padding:8px 0}\
        figure,tr,.tile{break-inside:avoid}.scroll{max-height:none;overflow:visible;border:0}\
        .figures{grid-template-columns:1fr 1fr}.wide .figures,.figures.wide{grid-template-columns:1fr}\
        thead th{position:static}th,td{white-space:normal;padding:2px 6px}}
        """)
}
