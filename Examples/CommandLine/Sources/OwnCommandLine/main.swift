// The command line with a custom step: three lines make `trellis` know it in pipelines, grids and model files. Run from the
// root of the project:
//     swift run --package-path Examples/CommandLine -c release OwnCommandLine \
//         search datasets/iris.csv --target species --pipeline 'winsorizer | svc' --grid winsorizer.share=0.01,0.05

import Trellis
import TrellisCommandLine
import Winsorizing

await TrellisCommandLine.run(steps: .standard.adding(Winsorizer.self))
