import Trellis

@testable import TrellisCommandLine

extension FuzzTarget {
    /// What users write: the first byte says what the rest is.
    static let texts = FuzzTarget(name: "text") {
        [
            (
                0,
                "standard-scaler | pca(n_components=2, whiten=true) | clf: svc(C=1, class_weight={'a b':1, c:2})"
            ),
            (1, "svc.C=0.1,1,10"), (1, "svc.C=0.1:100:log:4"), (1, "svc.class_weight=none,{a:1,b:2}"),
            (1, "svc=svc(C=1),logistic-regression"), (1, "svc.C=[1,[2]],['a,b',c]"),
            (2, "shuffle:10:0.2"), (2, "group:3:a b"), (2, "repeated:5:2"), (2, "loo"), (2, "logo:a:b"),
            (3, "512M"), (4, "threads:4"), (4, "tcp://[::1]:8786"), (4, "tls://host:1"),
            (
                5,
                "data: a.csv\ntarget: y\npipeline: \"pca | svc\"\ngrid:\n  svc.C: [1, 2]\n  svc.class_weight: [null, {a: 1}, [1, [b]]]\n"
            ),
            (
                5,
                "grid: {svc.C: 1:2:lin:3}\nseed: 1\nshuffle: yes\nscoring: [accuracy, f1_macro]\nmemory: 1G\n"
            ),
        ].map { [UInt8($0.0)] + Array($0.1.utf8) }
    } run: { input in
        guard let kind = input.first, let text = String(validating: input.dropFirst(), as: UTF8.self) else {
            return
        }
        let placed = PlacedText(text: text, place: TextPlace("--fuzz"))
        switch kind {
        case 0: _ = try? StepParser.pipeline(placed, registry: .standard)
        case 1: try? grid([GridAxis(flag: text)])
        case 2:
            for problem in [Problem.classification, .regression] {
                _ = try? CrossValidation(text: text, problem: problem, shuffle: true, seed: 1)
            }
        case 3: _ = try? MemorySize(placed)
        case 4: _ = try? SchedulerChoice(placed)
        default:
            guard let spec = try? SpecFile(text: text, path: "fuzz.yaml") else { return }
            try? grid(spec.grid())
        }
    }

    private static func grid(_ axes: [GridAxis]) throws {
        _ = try ParameterGrid(axes, over: Pipeline(PCA(), SVC()), registry: .standard)
    }
}
