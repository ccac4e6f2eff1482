import COpenBLAS
func f() { openblas_set_num_threads(1) }
