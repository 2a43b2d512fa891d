package io.vfledger.inventory.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/** Refuses a query parameter that the route does not have: a misspelt filter would give an answer to another question. */
public final class KnownParameters implements HandlerInterceptor {
    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (handler instanceof HandlerMethod method
                && method.getBeanType().getPackage().equals(KnownParameters.class.getPackage())) {
            Set<String> known = Arrays.stream(method.getMethodParameters())
                    .filter(parameter -> parameter.hasParameterAnnotation(RequestParam.class))
                    .map(parameter -> parameter.getParameter().getName())
                    .collect(Collectors.toCollection(TreeSet::new));
            for (String given : request.getParameterMap().keySet()) {
                if (!known.contains(given)) {
                    throw new BadRequest(
                            given,
                            "parameter '" + Parameters.shown(given) + "' is not known here: allowed are " + known);
                }
            }
        }
        return true;
    }
}
