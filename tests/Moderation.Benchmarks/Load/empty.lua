-- wrk: nothing but a request.
wrk.method = "GET"
