/* Before anything is laid out: with script the panes wait until it is known which one is wanted. */
document.documentElement.classList.add("script", "starting");
